/* termchild.h: a small program on term.h, for tests that watch a terminal from the other side. It shows the size,
 * a Japanese line and a list of rows; j and k move, Ctrl-L redraws, Ctrl-Z suspends, i shows the cursor, a aborts,
 * e exits at once, b rings; every event is written down on row 1; q leaves. */
#ifndef TOBAN_TERMCHILD_H
#define TOBAN_TERMCHILD_H
int termchild_main(void);   /* status: 0 left by q, 3 the terminal was lost, 69 it could not be opened */
#endif
