/* gate.h: two small files beside the database.
 *
 * PATH-gate: who holds its lock may write frames to the WAL or move them into the database; so a
 * checkpoint never meets a writer that starts the log anew (the WAL-reset race of SQLite before 3.51.3,
 * sqlite.org/wal.html, which can corrupt). A writer takes it after BEGIN IMMEDIATE and before its first
 * change, so it waits for a checkpoint at most, never for another writer.
 * PATH-bell: a byte is written after each commit; consoles watch it with inotify. Watching the WAL itself
 * would wake them before the commit can be read. */
#ifndef STORE_GATE_H
#define STORE_GATE_H
#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

struct gate { char *path; int fd; int bell; };
/* Missing files are made; where that is not possible (a read-only folder) the bell does not ring, and
 * gate_lock() says why. */
void gate_init(struct gate *gate, const char *db_path);
void gate_clear(struct gate *gate);
/* Waits until the instant of clock_mono_ms(). TE_BUSY. Not recursive. */
bool gate_lock(struct gate *gate, int64_t until_ms, GError **error);
void gate_unlock(struct gate *gate);
void gate_ring(struct gate *gate);
/* Sleeps 0.2 to 1 ms, at random, so that waiting writers do not march in step. */
void gate_pause(void);
#endif
