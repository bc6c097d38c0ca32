/* fault.h: memory and disks that fail on purpose, under SQLite: an allocator and a VFS of our own.
 *
 * fault_install() comes first of all, before SQLite is used. Then count a run (fault_arm(kind, 0, ..) ... calls), and
 * repeat it with each n up to that count: the n-th call fails, and with `stays` all later ones too. One thread. */
#ifndef TESTS_FAULT_H
#define TESTS_FAULT_H
#include <stdbool.h>
#include <stdint.h>

enum fault_kind { FAULT_NONE, FAULT_MEMORY, FAULT_IO, FAULT_KINDS };

void fault_install(void);
/* n: which call fails; 0 none, calls are only counted. A failing write leaves half of what it was given. */
void fault_arm(enum fault_kind kind, int64_t n, bool stays);
/* Ends it; how many calls there were. */
int64_t fault_disarm(void);
/* Did the call fail that was to fail? */
bool fault_struck(void);
/* Bytes that SQLite holds now. */
int64_t fault_memory_used(void);
#endif
