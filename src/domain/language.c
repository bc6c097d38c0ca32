#include "toban/language.h"

#include <glib.h>
#include <string.h>

#include "toban/lang.h"

static const struct {
  const char *code, *name;
} names[] = {
    {"ja", NC_("language", "Japanese")},
    {"en", NC_("language", "English")},
    {"am", NC_("language", "Amharic")},
    {"ar", NC_("language", "Arabic")},
    {"bn", NC_("language", "Bengali")},
    {"cs", NC_("language", "Czech")},
    {"da", NC_("language", "Danish")},
    {"de", NC_("language", "German")},
    {"es", NC_("language", "Spanish")},
    {"fa", NC_("language", "Persian")},
    {"fr", NC_("language", "French")},
    {"he", NC_("language", "Hebrew")},
    {"hi", NC_("language", "Hindi")},
    {"hu", NC_("language", "Hungarian")},
    {"id", NC_("language", "Indonesian")},
    {"it", NC_("language", "Italian")},
    {"km", NC_("language", "Khmer")},
    {"kn", NC_("language", "Kannada")},
    {"gu", NC_("language", "Gujarati")},
    {"ko", NC_("language", "Korean")},
    {"lo", NC_("language", "Lao")},
    {"mn", NC_("language", "Mongolian")},
    {"ms", NC_("language", "Malay")},
    {"my", NC_("language", "Burmese")},
    {"ne", NC_("language", "Nepali")},
    {"nl", NC_("language", "Dutch")},
    {"pl", NC_("language", "Polish")},
    {"pt", NC_("language", "Portuguese")},
    {"ro", NC_("language", "Romanian")},
    {"ru", NC_("language", "Russian")},
    {"si", NC_("language", "Sinhala")},
    {"sw", NC_("language", "Swahili")},
    {"ta", NC_("language", "Tamil")},
    {"th", NC_("language", "Thai")},
    {"tl", NC_("language", "Filipino")},
    {"tr", NC_("language", "Turkish")},
    {"uk", NC_("language", "Ukrainian")},
    {"ur", NC_("language", "Urdu")},
    {"uz", NC_("language", "Uzbek")},
    {"vi", NC_("language", "Vietnamese")},
    {"zh", NC_("language", "Chinese")},
    {"yue", NC_("language", "Cantonese")},
};

const char *language_text(const char *code)
{
  for (size_t i = 0; i < G_N_ELEMENTS(names); i++)
    if (strcmp(names[i].code, code) == 0)
      return lang_text_context(names[i].name);
  return code;
}

char *language_list_text(const char *codes)
{
  GString *out = g_string_new(NULL);
  char **code = g_strsplit(codes, ";", -1);
  for (int i = 0; code[i] != NULL; i++)
    if (*g_strstrip(code[i]) != '\0')
      g_string_append_printf(out, "%s%s", out->len == 0 ? "" : C_("between names", ", "), language_text(code[i]));
  g_strfreev(code);
  return g_string_free(out, FALSE);
}
