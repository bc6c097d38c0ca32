/* asset.h: words and fields of the asset register (pure). Kinds and states are data: an id that is not in these tables
 * is shown as it was written. Requirements A1, A3, A7; table 3-4 (3.3, 3.4). */
#ifndef TOBAN_ASSET_H
#define TOBAN_ASSET_H
#include <stdbool.h>

/* In the order of the columns of the CSV file. Dates are YYYY-MM-DD, "" where unknown. */
enum asset_field {
  ASSET_TAG, ASSET_KIND, ASSET_HOST, ASSET_SERIAL, ASSET_USER, ASSET_OFFICE, ASSET_DEPARTMENT, ASSET_STATE,
  ASSET_BOUGHT, ASSET_WARRANTY, ASSET_RENEWAL, ASSET_SUPPLIER, ASSET_NOTE, ASSET_FIELDS
};
const char *asset_field_id(enum asset_field field);      /* "bought_on" */
const char *asset_field_text(enum asset_field field);    /* 購入日 / Bought */
bool asset_field_parse(const char *id, enum asset_field *out);
bool asset_field_is_date(enum asset_field field);
#define ASSET_SOUGHT(field) ((field) == ASSET_TAG || ((field) >= ASSET_HOST && (field) <= ASSET_USER))

const char *asset_kind_text(const char *id);     /* "printer": プリンター / printer */
const char *asset_state_text(const char *id);    /* "in-use": 使用中 / in use */
/* The id of a word of either table in any language, or the word itself: what spreadsheets write. */
const char *asset_kind_of(const char *word);
const char *asset_state_of(const char *word);
/* What counts as hardware against the contract's base (6.5 (6)). */
bool asset_kind_is_hardware(const char *id);
const char *asset_kind_at(int index);            /* NULL: no more */
const char *asset_state_at(int index);

/* Relations between two assets: from RELATION to. */
const char *asset_relation_at(int index);        /* runs-on connected-to part-of; NULL: no more */
const char *asset_relation_text(const char *id);       /* 稼働先 / runs on */
const char *asset_relation_back_text(const char *id);  /* seen from the other: 稼働元 / runs here */
#endif
