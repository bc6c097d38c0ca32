/* wal_guard.h: keeps the log of one file from being applied to another.
 *
 * SQLite finds the WAL by the name of the database. When somebody moves another database over ours while
 * the WAL still holds commits, the next to open it would replay them into the wrong file. So the gate file
 * says to which file (device, inode, time of birth) the WAL belongs; a WAL of another file is set aside
 * as PATH-wal.INODE (running consoles that have it open still empty it into the file that went away). */
#ifndef STORE_WAL_GUARD_H
#define STORE_WAL_GUARD_H
#include "gate.h"

/* Before opening for writing; makes no file. Waits for the gate until the instant of clock_mono_ms() if it
 * must act. */
bool wal_guard_check(const char *path, int64_t until_ms, GError **error);
/* After opening, when the WAL is there. */
void wal_guard_note(struct gate *gate, const char *path);
/* PATH has no file now: what is left of its companions belongs to nothing. */
void wal_guard_clear(const char *path);
#endif
