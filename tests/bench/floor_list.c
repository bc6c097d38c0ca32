/* The least that a scrolling list of N ticket lines costs with bare ncurses: the floor of a key press.
 * usage: floor_list N; j, k, space and q. */
#define _XOPEN_SOURCE_EXTENDED 1
#include <locale.h>
#include <ncurses.h>
#include <stdlib.h>

static const char *const titles[] = {"複合機がスキャンできない", "VPN says certificate expired", "共有フォルダーの権限を追加したい",
                                     "Outlook search finds nothing", "会議室の回線が落ちた"};

static void draw(int row, int ticket, bool selected)
{
  attr_set(selected ? A_REVERSE : A_NORMAL, 0, NULL);
  mvprintw(row, 0, " %2d:%02d  2611%02d-%04d %d %-6s %s", ticket % 24, ticket % 60, ticket % 30 + 1, ticket % 10000,
           ticket % 4 + 1, ticket % 3 ? "open" : "held", titles[ticket % 5]);
  clrtoeol();
  attr_set(A_NORMAL, 0, NULL);
}

int main(int argc, char **argv)
{
  int count = argc > 1 ? atoi(argv[1]) : 100000, at = 0, top = 0;
  setlocale(LC_ALL, "C.UTF-8");
  initscr();
  raw();
  noecho();
  curs_set(0);
  int rows = LINES - 1;
  for (int i = 0; i < rows; i++)
    draw(i, i, i == at);
  mvprintw(rows, 0, "READY 1 of %d", count);
  refresh();
  for (int key; (key = getch()) != 'q';) {
    int was = at, step = key == 'j' ? 1 : key == 'k' ? -1 : key == ' ' ? rows : 0;
    if (at + step < 0 || at + step >= count)
      continue;
    at += step;
    if (at < top || at >= top + rows) {
      top = step == 1 ? at - rows + 1 : at;
      for (int i = 0; i < rows; i++)
        draw(i, top + i, top + i == at);
    } else {
      draw(was - top, was, false);
      draw(at - top, at, true);
    }
    mvprintw(rows, 0, "READY %d of %d", at + 1, count);
    clrtoeol();
    refresh();
  }
  endwin();
  return 0;
}
