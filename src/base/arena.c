#include "toban/arena.h"

#include <glib.h>
#include <stdalign.h>
#include <string.h>

/* Blocks double up to a megabyte, so that a window of a hundred rows takes one or two of them. */
enum { BLOCK_FIRST = 4096, BLOCK_LAST = 1 << 20 };

struct block {
  struct block *next;
  size_t used, size;
  alignas(max_align_t) char bytes[];
};

struct held {
  struct held *next;
  void *thing;
  void (*give_back)(void *thing);
};

struct arena {
  struct block *block;
  struct held *held;
  size_t total;
};

struct arena *arena_new(void)
{
  return g_new0(struct arena, 1);
}

void arena_free(struct arena *arena)
{
  if (arena == NULL)
    return;
  for (struct held *held = arena->held; held != NULL; held = held->next) /* they lie in the blocks */
    held->give_back(held->thing);
  for (struct block *block = arena->block, *next; block != NULL; block = next) {
    next = block->next;
    g_free(block);
  }
  g_free(arena);
}

static struct block *block_add(struct arena *arena, size_t need)
{
  size_t size = arena->block == NULL ? BLOCK_FIRST : MIN(arena->block->size * 2, (size_t)BLOCK_LAST);
  size = MAX(size, need);
  struct block *block = g_malloc(sizeof *block + size);
  block->next = arena->block;
  block->used = 0;
  block->size = size;
  arena->block = block;
  arena->total += size;
  return block;
}

static void *take(struct arena *arena, size_t size, size_t align)
{
  struct block *block = arena->block;
  size_t at = block == NULL ? 0 : (block->used + align - 1) & ~(align - 1);
  if (block == NULL || at + size > block->size) {
    block = block_add(arena, size);
    at = 0;
  }
  block->used = at + size;
  return block->bytes + at;
}

void *arena_alloc(struct arena *arena, size_t size)
{
  void *memory = take(arena, MAX(size, (size_t)1), alignof(max_align_t));
  return memset(memory, 0, size);
}

void arena_hold(struct arena *arena, void *take, void (*give_back)(void *thing))
{
  struct held *held = arena_alloc(arena, sizeof *held);
  *held = (struct held){arena->held, take, give_back};
  arena->held = held;
}

char *arena_strdup(struct arena *arena, const char *text)
{
  return text == NULL ? NULL : arena_strndup(arena, text, strlen(text));
}

char *arena_strndup(struct arena *arena, const char *text, size_t length)
{
  char *copy = take(arena, length + 1, 1);
  memcpy(copy, text, length);
  copy[length] = '\0';
  return copy;
}

size_t arena_size(const struct arena *arena)
{
  return arena->total;
}
