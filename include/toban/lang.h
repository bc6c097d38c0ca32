/* lang.h: the two languages of the desk and the words of the screen.
 *
 * English texts are the msgids; Japanese comes from the gettext domain "toban-ja" (the files of po/ja), looked up
 * with dgettext while LANGUAGE=ja is set once by lang_init(). Switching is a variable: no setlocale, no
 * ja_JP locale needed, the next frame is in the other language. English needs no catalogue; a msgid with
 * a context ("state\004open") is shown without the context.
 *
 * Threads: the current language belongs to the loop thread; other threads make no texts for people
 * except error messages, which use the language that was current (an atomic read). */
#ifndef TOBAN_LANG_H
#define TOBAN_LANG_H
#include <stdbool.h>
#include "toban/utc.h"

enum lang { LANG_JA, LANG_EN, LANG_COUNT };

void lang_init(void);              /* once, before any text: locale, catalogues */
const char *lang_of_others(void);  /* LANGUAGE as it was before, for programs that are started; NULL: it was not set */
void lang_set(enum lang lang);
enum lang lang_get(void);
bool lang_parse(const char *text, enum lang *out);/* "ja", "en", also "ja_JP.UTF-8" */
const char *lang_id(enum lang lang);              /* "ja", "en" */
enum lang lang_from_environment(void);            /* LC_ALL, LC_MESSAGES, LANG; Japanese when unset or C */

const char *lang_text(const char *msgid) __attribute__((format_arg(1)));
const char *lang_text_in(enum lang lang, const char *msgid) __attribute__((format_arg(2)));
const char *lang_text_context(const char *context_and_id) __attribute__((format_arg(1))); /* C_() */
const char *lang_plural(const char *one, const char *many, unsigned long n)
    __attribute__((format_arg(1))) __attribute__((format_arg(2)));
#define _(s) lang_text(s)
#define N_(s) (s)
#define C_(context, s) lang_text_context(context "\004" s)
#define NC_(context, s) (context "\004" s)        /* mark in tables; show with lang_text_context() */

/* Dates and times for people, in the current language; out is always terminated. offset_s is the zone's
 * offset from UTC at that instant. */
enum date_style {
  DATE_FULL,     /* 2026年11月22日(日) / Sun 22 Nov 2026 */
  DATE_SHORT,    /* 11/22(日) / Sun 22 Nov */
  DATE_MINIMAL,  /* 11/22 / 22 Nov */
};
void date_text(utc_t at, int offset_s, enum date_style style, char *out, size_t size);
void time_text(utc_t at, int offset_s, bool seconds, char *out, size_t size);    /* 23:41 or 23:41:07 */
const char *weekday_text(int weekday);            /* 0 Monday: 月 / Mon */
/* "0:12", "41:55" (m:ss under an hour), "1:12:30", "3d 4h" / "3日4時間" */
void duration_text(int64_t seconds, char *out, size_t size);
#endif
