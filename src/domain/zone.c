#include "toban/zone.h"

#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

/* Ends of the exact range (see zone.h): 1980-01-01 and 2060-01-01. */
#define HORIZON_FROM ((utc_t)3652 * UTC_DAY)
#define HORIZON_TO ((utc_t)32872 * UTC_DAY)
enum { QUARTER = 900 };          /* changes of our range lie on quarters of an hour, by and large */

struct zone {
  int references;               /* under `lock` */
  char *id;
  GTimeZone *zone;              /* NULL until it is first asked: most are never, in a short command */
  GArray *spans;                /* of struct zone_span; made once, see zone_spans() */
  unsigned generation;          /* of the database that it was made from */
};

/* The locks of pthreads, not GLib's: the thread sanitizer sees only those. */
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER, making = PTHREAD_MUTEX_INITIALIZER,
                       loading = PTHREAD_MUTEX_INITIALIZER;
static GHashTable *zones;       /* id -> struct zone, not owned; under `lock` */

static struct zone *zone_make(const char *id, GTimeZone *take_zone)
{
  struct zone *zone = g_new0(struct zone, 1);
  zone->references = 1;
  zone->id = g_strdup(id);
  zone->zone = take_zone;
  return zone;
}

static void zone_free(struct zone *zone)
{
  if (zone->spans != NULL)
    g_array_unref(zone->spans);
  if (zone->zone != NULL)
    g_time_zone_unref(zone->zone);
  g_free(zone->id);
  g_free(zone);
}

/* GTimeZone also takes "+09:00", "Z" and "JST-9", which are no names of zones: a name is words of letters,
 * and has a slash where it has anything else ("Etc/GMT-9", "America/Port-au-Prince"). */
static bool is_name(const char *id)
{
  bool slash = strchr(id, '/') != NULL;
  if (!g_ascii_isalpha(*id) || id[1] == '\0' || strstr(id, "..") != NULL)
    return false;
  for (; *id != '\0'; id++)
    if (!g_ascii_isalpha(*id) && !(slash && (g_ascii_isdigit(*id) || strchr("/_+-", *id) != NULL)))
      return false;
  return true;
}

/* --- the database on disk ----------------------------------------------------------------------- */
static unsigned generation;     /* how often it became another one; under `lock` */
static uint64_t seen;           /* what its files looked like; 0: not looked at yet; under `lock` */

static const char *zone_folder(void)
{
  const char *folder = g_getenv("TZDIR");
  return folder != NULL ? folder : "/usr/share/zoneinfo";
}

/* An upgrade replaces the files, so that their inodes and times are others. */
static uint64_t look(void)
{
  static const char *const names[] = {"tzdata.zi", "+VERSION", ""};
  uint64_t sum = 1469598103934665603u;
  for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
    struct stat st;
    char *path = g_build_filename(zone_folder(), names[i], NULL);
    if (stat(path, &st) == 0)
      sum = ((sum ^ (uint64_t)st.st_ino) * 1099511628211u ^ (uint64_t)st.st_mtim.tv_sec) * 1099511628211u ^
            (uint64_t)st.st_mtim.tv_nsec;
    g_free(path);
  }
  return sum;
}

/* "# version 2025b" is the first line of tzdata.zi; some systems keep +VERSION instead. */
char *zone_version(void)
{
  static const struct { const char *name, *before; } files[] = {{"tzdata.zi", "# version "}, {"+VERSION", ""}};
  char *version = NULL, line[64];
  for (size_t i = 0; version == NULL && i < G_N_ELEMENTS(files); i++) {
    char *path = g_build_filename(zone_folder(), files[i].name, NULL);
    FILE *file = fopen(path, "rbe");
    if (file != NULL && fgets(line, sizeof line, file) != NULL && g_str_has_prefix(line, files[i].before))
      version = g_strstrip(g_strdup(line + strlen(files[i].before)));
    if (file != NULL)
      fclose(file);
    g_free(path);
  }
  return version;
}

unsigned zone_generation(void)
{
  pthread_mutex_lock(&lock);
  unsigned now = generation;
  pthread_mutex_unlock(&lock);
  return now;
}

/* Zones that somebody has stay as they are; the next zone_new() gives new ones. */
bool zone_refresh(void)
{
  uint64_t now = look();
  pthread_mutex_lock(&lock);
  bool changed = seen != 0 && now != seen;
  seen = now;
  if (changed) {
    generation++;
    if (zones != NULL)
      g_hash_table_remove_all(zones);
  }
  pthread_mutex_unlock(&lock);
  return changed;
}

/* Is there a file of this zone? Loading one costs 0.2 ms, and there are sixty. */
static bool is_there(const char *id)
{
  char *path = g_build_filename(zone_folder(), id, NULL), magic[4] = "";
  FILE *file = fopen(path, "rbe");
  bool found = file != NULL && fread(magic, 1, sizeof magic, file) == sizeof magic && memcmp(magic, "TZif", 4) == 0;
  if (file != NULL)
    fclose(file);
  g_free(path);
  return found;
}

struct zone *zone_new(const char *iana)
{
  if (iana == NULL || !is_name(iana))
    return NULL;
  pthread_mutex_lock(&lock);
  if (zones == NULL)
    zones = g_hash_table_new(g_str_hash, g_str_equal);
  if (seen == 0)
    seen = look();
  struct zone *zone = g_hash_table_lookup(zones, iana);
  if (zone != NULL) {
    zone->references++;
  } else if (is_there(iana)) {
    zone = zone_make(iana, NULL);
    zone->generation = generation;
    g_hash_table_insert(zones, zone->id, zone);
  }
  pthread_mutex_unlock(&lock);
  return zone;
}

struct zone *zone_ref(struct zone *zone)
{
  pthread_mutex_lock(&lock);
  zone->references++;
  pthread_mutex_unlock(&lock);
  return zone;
}

void zone_unref(struct zone *zone)
{
  if (zone == NULL)
    return;
  pthread_mutex_lock(&lock);
  bool last = --zone->references == 0;
  if (last && zones != NULL && g_hash_table_lookup(zones, zone->id) == zone)
    g_hash_table_remove(zones, zone->id);
  if (zones != NULL && g_hash_table_size(zones) == 0)
    g_clear_pointer(&zones, g_hash_table_unref);
  if (last)
    zone_free(zone);
  pthread_mutex_unlock(&lock);
}

const char *zone_id(const struct zone *zone)
{
  return zone->id;
}

static struct zone *tokyo;

static void make_tokyo(void)
{
  tokyo = zone_new("Asia/Tokyo");
  if (tokyo == NULL)
    tokyo = zone_make("Asia/Tokyo", g_time_zone_new_offset(9 * 3600));
}

struct zone *zone_tokyo(void)
{
  static pthread_once_t once = PTHREAD_ONCE_INIT;
  pthread_once(&once, make_tokyo);
  return tokyo;
}

/* GLib gives the same object for the same name as long as somebody has it: after an upgrade the name is a path with as
 * many slashes as there were upgrades. */
static GTimeZone *load(const struct zone *zone)
{
  if (zone->generation == 0)
    return g_time_zone_new_identifier(zone->id);
  GString *path = g_string_new(zone_folder());
  for (unsigned i = 0; i <= zone->generation; i++)
    g_string_append_c(path, '/');
  g_string_append(path, zone->id);
  GTimeZone *data = g_time_zone_new_identifier(path->str);
  g_string_free(path, TRUE);
  return data;
}

/* The data, loaded when first asked for. A file that is damaged behind its first bytes counts as UTC. */
static GTimeZone *data_of(const struct zone *zone)
{
  struct zone *cache = (struct zone *)zone; /* a cache: the zone stays what it is */
  GTimeZone *data = __atomic_load_n(&cache->zone, __ATOMIC_ACQUIRE);
  if (data != NULL)
    return data;
  pthread_mutex_lock(&loading);
  data = cache->zone;
  if (data == NULL) {
    data = load(zone);
    data = data != NULL ? data : g_time_zone_new_utc();
    __atomic_store_n(&cache->zone, data, __ATOMIC_RELEASE);
  }
  pthread_mutex_unlock(&loading);
  return data;
}

int zone_offset(const struct zone *zone, utc_t at)
{
  GTimeZone *data = data_of(zone);
  at = CLAMP(at, HORIZON_FROM, HORIZON_TO);
  return g_time_zone_get_offset(data, g_time_zone_find_interval(data, G_TIME_TYPE_UNIVERSAL, at));
}

void zone_local(const struct zone *zone, utc_t at, day_t *day, int *second)
{
  utc_t local = at + zone_offset(zone, at);
  utc_t whole = local / UTC_DAY - (local % UTC_DAY < 0);
  *day = (day_t)whole;
  *second = (int)(local - whole * UTC_DAY);
}

/* --- spans of one offset -------------------------------------------------------------------------- */
/* The first instant in (from, to] at which the offset is another one than at `from`. */
static utc_t change_between(const struct zone *zone, utc_t from, utc_t to)
{
  int before = zone_offset(zone, from);
  while (to - from > 1) {
    utc_t middle = from + (to - from) / 2;
    if (zone_offset(zone, middle) == before)
      from = middle;
    else
      to = middle;
  }
  return to;
}

static int interval_at(const struct zone *zone, utc_t at)
{
  return g_time_zone_find_interval(data_of(zone), G_TIME_TYPE_UNIVERSAL, at);
}

/* The beginnings of the library's intervals in (from, to], in order. Halving skips what has no change in it;
 * the last steps go by quarters of an hour, and to the second where that is not the end of it. */
static void find_changes(const struct zone *zone, utc_t from, int first, utc_t to, int last, GArray *out)
{
  if (first == last)
    return;
  utc_t step = to - from > QUARTER && from % QUARTER == 0 ? QUARTER : 1;
  if (to - from == 1 || (to - from == QUARTER && interval_at(zone, to - 1) == first)) {
    g_array_append_val(out, to);
    return;
  }
  utc_t middle = from + (to - from) / 2 / step * step;
  int between = interval_at(zone, middle);
  find_changes(zone, from, first, middle, between, out);
  find_changes(zone, middle, between, to, last, out);
}

/* Neighbours may have the same offset: a change of the name alone is none. */
static GArray *find_spans(const struct zone *zone)
{
  GArray *spans = g_array_new(FALSE, FALSE, sizeof(struct zone_span));
  GArray *changes = g_array_new(FALSE, FALSE, sizeof(utc_t));
  struct zone_span span = {INT64_MIN, INT64_MAX, zone_offset(zone, HORIZON_FROM)};
  find_changes(zone, HORIZON_FROM, interval_at(zone, HORIZON_FROM), HORIZON_TO, interval_at(zone, HORIZON_TO), changes);
  for (guint i = 0; i < changes->len; i++) {
    utc_t at = g_array_index(changes, utc_t, i);
    int offset = zone_offset(zone, at);
    if (offset == span.offset)
      continue;
    span.to = at;
    g_array_append_val(spans, span);
    span = (struct zone_span){at, INT64_MAX, offset};
  }
  g_array_append_val(spans, span);
  g_array_unref(changes);
  return spans;
}

const struct zone_span *zone_spans(const struct zone *zone, int *count)
{
  struct zone *cache = (struct zone *)zone; /* the spans are a cache: the zone stays what it is */
  GArray *spans = __atomic_load_n(&cache->spans, __ATOMIC_ACQUIRE);
  if (spans == NULL) {
    pthread_mutex_lock(&making);
    spans = cache->spans;
    if (spans == NULL) {
      spans = find_spans(zone);
      __atomic_store_n(&cache->spans, spans, __ATOMIC_RELEASE);
    }
    pthread_mutex_unlock(&making);
  }
  *count = (int)spans->len;
  return &g_array_index(spans, struct zone_span, 0);
}

const struct zone_span *zone_span_at(const struct zone *zone, utc_t at)
{
  int count, low = 0;
  const struct zone_span *spans = zone_spans(zone, &count);
  for (int high = count - 1; low < high;) {
    int middle = (low + high) / 2;
    if (at < spans[middle].to)
      high = middle;
    else
      low = middle + 1;
  }
  return &spans[low];
}

/* Offsets lie within -12 and +14 hours, so the instant lies between the probes, and so does the one
 * change that can matter. A local time exists by an offset when that offset holds at its instant. */
utc_t zone_instant(const struct zone *zone, day_t day, int second, bool later)
{
  utc_t local = (utc_t)day * UTC_DAY + second;
  utc_t low = local - 15 * 3600, high = local + 13 * 3600;
  int before = zone_offset(zone, low), after = zone_offset(zone, high);
  utc_t first = local - before, last = local - after;
  if (before == after)
    return first;
  bool in_first = zone_offset(zone, first) == before, in_last = zone_offset(zone, last) == after;
  if (in_first && in_last)
    return later ? MAX(first, last) : MIN(first, last);
  if (in_first || in_last)
    return in_first ? first : last;
  return change_between(zone, low, high);
}
