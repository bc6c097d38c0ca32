/* lock_holder.h: which process holds the lock that a write waits for, as the system tells (/proc/locks). The files are
 * only looked at, never opened: closing one would drop SQLite's own locks on it. A process that is stopped keeps its
 * locks; so it is named, with what lets it go on. */
#ifndef STORE_LOCK_HOLDER_H
#define STORE_LOCK_HOLDER_H
#include <glib.h>
#include <stdbool.h>

struct lock_holder { int pid; char name[32]; bool stopped; };
/* false: nobody, or the system does not say. */
bool lock_holder_find(const char *db_path, struct lock_holder *out);
/* The same in words, for TE_BUSY; g_free. NULL as false above. */
char *lock_holder_text(const char *db_path);

/* Out of the text of /proc/locks: who writes to the file with this inode; 0: nobody. flock: a lock of the whole file,
 * else that of the one byte of a WAL's writer. */
int lock_holder_parse(const char *locks, unsigned long inode, unsigned major, unsigned minor, bool flock);
#endif
