/* channels.h: which ways to the information systems section are open (requirement E1, table 3-8). */
#ifndef CONSOLE_CHANNELS_H
#define CONSOLE_CHANNELS_H
#include "toban/model.h"

/* "Teams mail (voice phone from Tue 24 Nov 09:00)"; in short "Teams mail (phone Tue 09:00)". */
void channels_text(const struct model *model, bool brief, GString *out);
#endif
