/* asset.h: words of the asset register (pure). Kinds and states are data: an id that is not in these tables
 * is shown as it was written. Requirements A1, A3; table 3-4 (3.3, 3.4). */
#ifndef TOBAN_ASSET_H
#define TOBAN_ASSET_H

const char *asset_kind_text(const char *id);     /* "printer": プリンター / printer */
const char *asset_state_text(const char *id);    /* "in-use": 使用中 / in use */
#endif
