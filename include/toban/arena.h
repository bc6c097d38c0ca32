/* arena.h: memory that is freed all at once: the storage of a snapshot.
 *
 * One thread fills an arena, then it is immutable and may be read by any. Never NULL: like GLib, running
 * out of memory for small things ends the process; big, input-sized reads check limits before. */
#ifndef TOBAN_ARENA_H
#define TOBAN_ARENA_H
#include <stddef.h>

struct arena;
struct arena *arena_new(void);
void arena_free(struct arena *arena);
void *arena_alloc(struct arena *arena, size_t size);                 /* zeroed, aligned for any type */
char *arena_strdup(struct arena *arena, const char *text);           /* NULL gives NULL */
char *arena_strndup(struct arena *arena, const char *text, size_t length);
#define arena_new0(arena, type, count) ((type *)arena_alloc((arena), sizeof(type) * (size_t)(count)))
/* Something of another kind that lives as long as the arena: `give_back` is called with it by arena_free(), the
 * last one first. */
void arena_hold(struct arena *arena, void *take, void (*give_back)(void *thing));
size_t arena_size(const struct arena *arena);                        /* bytes held, for tests and doctor */
#endif
