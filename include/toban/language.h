/* language.h: names of the languages that offices and people speak (pure). ISO 639-1 codes. */
#ifndef TOBAN_LANGUAGE_H
#define TOBAN_LANGUAGE_H

const char *language_text(const char *code);         /* "th": タイ語 / Thai; the code itself when unknown */
/* "th;en;ja": タイ語、英語、日本語 / Thai, English, Japanese; "" for none. g_free. */
char *language_list_text(const char *codes);
#endif
