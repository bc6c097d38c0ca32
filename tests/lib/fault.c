#include "fault.h"

#include <glib.h>
#include <sqlite3.h>
#include <string.h>

static struct { enum fault_kind kind; int64_t n, calls; bool stays, struck; } armed;

static bool fails(enum fault_kind kind)
{
  if (armed.kind != kind)
    return false;
  armed.calls++;
  bool now = armed.n != 0 && (armed.calls == armed.n || (armed.stays && armed.calls > armed.n));
  armed.struck |= now;
  return now;
}

void fault_arm(enum fault_kind kind, int64_t n, bool stays)
{
  armed.kind = kind;
  armed.n = n;
  armed.stays = stays;
  armed.calls = 0;
  armed.struck = false;
}

int64_t fault_disarm(void)
{
  armed.kind = FAULT_NONE;
  return armed.calls;
}

bool fault_struck(void)
{
  return armed.struck;
}

int64_t fault_memory_used(void)
{
  return sqlite3_memory_used();
}

/* --- memory ------------------------------------------------------------------------------------------------ */
static sqlite3_mem_methods real_memory;

static void *give(int bytes)
{
  return fails(FAULT_MEMORY) ? NULL : real_memory.xMalloc(bytes);
}

static void *give_again(void *old, int bytes)
{
  return fails(FAULT_MEMORY) ? NULL : real_memory.xRealloc(old, bytes);
}

/* --- the disk ---------------------------------------------------------------------------------------------- */
struct file { sqlite3_file base; sqlite3_file *real; };

static sqlite3_file *real_of(sqlite3_file *file)
{
  return ((struct file *)(void *)file)->real;
}

#define REAL(file) real_of(file)->pMethods
#define OR_FAIL(code, call) (fails(FAULT_IO) ? (code) : (call))

static int f_close(sqlite3_file *file)
{
  return REAL(file)->xClose(real_of(file)); /* no program can do anything about it */
}

static int f_read(sqlite3_file *file, void *out, int bytes, sqlite3_int64 at)
{
  return OR_FAIL(SQLITE_IOERR_READ, REAL(file)->xRead(real_of(file), out, bytes, at));
}

static int f_write(sqlite3_file *file, const void *data, int bytes, sqlite3_int64 at)
{
  if (!fails(FAULT_IO))
    return REAL(file)->xWrite(real_of(file), data, bytes, at);
  REAL(file)->xWrite(real_of(file), data, bytes / 2, at);
  return armed.n % 2 == 0 ? SQLITE_FULL : SQLITE_IOERR_WRITE;
}

static int f_truncate(sqlite3_file *file, sqlite3_int64 size)
{
  return OR_FAIL(SQLITE_IOERR_TRUNCATE, REAL(file)->xTruncate(real_of(file), size));
}

static int f_sync(sqlite3_file *file, int flags)
{
  return OR_FAIL(SQLITE_IOERR_FSYNC, REAL(file)->xSync(real_of(file), flags));
}

static int f_size(sqlite3_file *file, sqlite3_int64 *size)
{
  return OR_FAIL(SQLITE_IOERR_FSTAT, REAL(file)->xFileSize(real_of(file), size));
}

static int f_lock(sqlite3_file *file, int level)
{
  return OR_FAIL(SQLITE_IOERR_LOCK, REAL(file)->xLock(real_of(file), level));
}

static int f_unlock(sqlite3_file *file, int level)
{
  return REAL(file)->xUnlock(real_of(file), level);
}

static int f_reserved(sqlite3_file *file, int *out)
{
  return OR_FAIL(SQLITE_IOERR_CHECKRESERVEDLOCK, REAL(file)->xCheckReservedLock(real_of(file), out));
}

static int f_control(sqlite3_file *file, int what, void *arg)
{
  return REAL(file)->xFileControl(real_of(file), what, arg);
}

static int f_sector(sqlite3_file *file)
{
  return REAL(file)->xSectorSize(real_of(file));
}

static int f_device(sqlite3_file *file)
{
  return REAL(file)->xDeviceCharacteristics(real_of(file));
}

static int f_shm_map(sqlite3_file *file, int page, int size, int extend, void volatile **out)
{
  return OR_FAIL(SQLITE_IOERR_SHMMAP, REAL(file)->xShmMap(real_of(file), page, size, extend, out));
}

static int f_shm_lock(sqlite3_file *file, int offset, int n, int flags)
{
  bool unlock = (flags & SQLITE_SHM_UNLOCK) != 0;
  return !unlock && fails(FAULT_IO) ? SQLITE_IOERR_SHMLOCK : REAL(file)->xShmLock(real_of(file), offset, n, flags);
}

static void f_shm_barrier(sqlite3_file *file)
{
  REAL(file)->xShmBarrier(real_of(file));
}

static int f_shm_unmap(sqlite3_file *file, int delete)
{
  return REAL(file)->xShmUnmap(real_of(file), delete);
}

static const sqlite3_io_methods methods = {
    2,          f_close, f_read,    f_write,  f_truncate, f_sync,    f_size,     f_lock,        f_unlock,
    f_reserved, f_control, f_sector, f_device, f_shm_map,  f_shm_lock, f_shm_barrier, f_shm_unmap, NULL, NULL,
};

static sqlite3_vfs *real_vfs;

static int v_open(sqlite3_vfs *vfs, const char *name, sqlite3_file *file, int flags, int *out)
{
  struct file *f = (struct file *)(void *)file;
  (void)vfs;
  f->base.pMethods = NULL;
  if (fails(FAULT_IO))
    return SQLITE_CANTOPEN;
  f->real = (sqlite3_file *)(void *)(f + 1);
  int code = real_vfs->xOpen(real_vfs, name, f->real, flags, out);
  if (f->real->pMethods != NULL)
    f->base.pMethods = &methods;
  return code;
}

static int v_delete(sqlite3_vfs *vfs, const char *name, int sync)
{
  (void)vfs;
  return OR_FAIL(SQLITE_IOERR_DELETE, real_vfs->xDelete(real_vfs, name, sync));
}

static int v_access(sqlite3_vfs *vfs, const char *name, int flags, int *out)
{
  (void)vfs;
  return OR_FAIL(SQLITE_IOERR_ACCESS, real_vfs->xAccess(real_vfs, name, flags, out));
}

static int v_full(sqlite3_vfs *vfs, const char *name, int size, char *out)
{
  (void)vfs;
  return OR_FAIL(SQLITE_CANTOPEN, real_vfs->xFullPathname(real_vfs, name, size, out));
}

void fault_install(void)
{
  static sqlite3_vfs ours;
  sqlite3_mem_methods memory;
  g_assert_cmpint(sqlite3_config(SQLITE_CONFIG_GETMALLOC, &real_memory), ==, SQLITE_OK);
  memory = real_memory;
  memory.xMalloc = give;
  memory.xRealloc = give_again;
  g_assert_cmpint(sqlite3_config(SQLITE_CONFIG_MALLOC, &memory), ==, SQLITE_OK);
  g_assert_cmpint(sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 1), ==, SQLITE_OK);
  g_assert_cmpint(sqlite3_config(SQLITE_CONFIG_LOOKASIDE, 0, 0), ==, SQLITE_OK); /* else most never ask for memory */
  real_vfs = sqlite3_vfs_find(NULL);
  ours = *real_vfs;
  ours.zName = "fault";
  ours.pNext = NULL;
  ours.szOsFile = (int)sizeof(struct file) + real_vfs->szOsFile;
  ours.xOpen = v_open;
  ours.xDelete = v_delete;
  ours.xAccess = v_access;
  ours.xFullPathname = v_full;
  g_assert_cmpint(sqlite3_vfs_register(&ours, 1), ==, SQLITE_OK);
}
