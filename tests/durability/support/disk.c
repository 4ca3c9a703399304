#include "disk.h"

#include <sqlite3.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "base/err.h"
#include "base/mem.h"

static struct {
	sqlite3_vfs *real, shim;
	sqlite3_syscall_ptr open_folder; /* SQLite's own */
	disk_hook *hook;
	void *context;
	const char *pragmas;
	bool setting; /* the pragmas are ours */
} disk;

struct disk_file {
	sqlite3_file base;
	const char *path; /* SQLite keeps it as long as the file is open; "" for files without a name */
	sqlite3_file *real; /* in the memory behind this one */
};

const char *disk_op_name(enum disk_op op)
{
	static const char *const names[DISK_OP_COUNT] = { "open", "read", "write", "truncate", "sync", "sync of the folder",
		"size", "lock", "delete", "access" };
	return names[op];
}

static int tell(const struct disk_event *event)
{
	return disk.hook && event->path[0] ? disk.hook(disk.context, event) : SQLITE_OK;
}

#define REAL(file) (((struct disk_file *)(file))->real)
#define PATH(file) (((struct disk_file *)(file))->path)
#define PASS(method, file, ...) REAL(file)->pMethods->method(REAL(file), __VA_ARGS__)
/* Tell what is about to happen; give its code unless that is OK. */
#define TELL(file, ...)                                                                            \
	do {                                                                                       \
		const struct disk_event event_ = { .path = PATH(file), __VA_ARGS__ };              \
		int told_ = tell(&event_);                                                         \
		if (told_ != SQLITE_OK)                                                            \
			return told_;                                                              \
	} while (0)

static int f_close(sqlite3_file *file)
{
	return REAL(file)->pMethods->xClose(REAL(file));
}
static int f_read(sqlite3_file *file, void *to, int len, sqlite3_int64 at)
{
	TELL(file, .op = DISK_READ, .len = (size_t)len, .at = at);
	return PASS(xRead, file, to, len, at);
}
static int f_write(sqlite3_file *file, const void *from, int len, sqlite3_int64 at)
{
	const struct disk_event event = { .op = DISK_WRITE, .path = PATH(file), .bytes = from, .len = (size_t)len, .at = at };
	int code = tell(&event);
	if (code == SQLITE_OK)
		return PASS(xWrite, file, from, len, at);
	PASS(xWrite, file, from, len / 2, at);
	return code;
}
static int f_truncate(sqlite3_file *file, sqlite3_int64 size)
{
	TELL(file, .op = DISK_TRUNCATE, .at = size);
	return PASS(xTruncate, file, size);
}
static int f_sync(sqlite3_file *file, int flags)
{
	TELL(file, .op = DISK_SYNC);
	return PASS(xSync, file, flags);
}
static int f_size(sqlite3_file *file, sqlite3_int64 *size)
{
	TELL(file, .op = DISK_SIZE);
	return PASS(xFileSize, file, size);
}
static int f_lock(sqlite3_file *file, int level)
{
	TELL(file, .op = DISK_LOCK, .at = level);
	return PASS(xLock, file, level);
}
static int f_unlock(sqlite3_file *file, int level)
{
	return PASS(xUnlock, file, level);
}
static int f_reserved(sqlite3_file *file, int *out)
{
	return PASS(xCheckReservedLock, file, out);
}
static int f_control(sqlite3_file *file, int op, void *arg)
{
	const char *const *pragma = arg;
	if (op == SQLITE_FCNTL_PRAGMA && disk.pragmas && !disk.setting && pragma[2] &&
		(strcasecmp(pragma[1], "synchronous") == 0 || strcasecmp(pragma[1], "journal_mode") == 0))
		return SQLITE_OK;
	return PASS(xFileControl, file, op, arg);
}
static int f_sector(sqlite3_file *file)
{
	return REAL(file)->pMethods->xSectorSize(REAL(file));
}
static int f_device(sqlite3_file *file)
{
	return REAL(file)->pMethods->xDeviceCharacteristics(REAL(file));
}
static int f_map(sqlite3_file *file, int page, int size, int extend, void volatile **out)
{
	return PASS(xShmMap, file, page, size, extend, out);
}
static int f_map_lock(sqlite3_file *file, int offset, int count, int flags)
{
	return PASS(xShmLock, file, offset, count, flags);
}
static void f_barrier(sqlite3_file *file)
{
	REAL(file)->pMethods->xShmBarrier(REAL(file));
}
static int f_unmap(sqlite3_file *file, int delete)
{
	return PASS(xShmUnmap, file, delete);
}

static const sqlite3_io_methods methods = { 2, f_close, f_read, f_write, f_truncate, f_sync, f_size, f_lock, f_unlock,
	f_reserved, f_control, f_sector, f_device, f_map, f_map_lock, f_barrier, f_unmap, NULL, NULL };

static int v_open(sqlite3_vfs *vfs, const char *name, sqlite3_file *file, int flags, int *out)
{
	struct disk_file *own = (struct disk_file *)file;
	(void)vfs;
	own->base.pMethods = NULL;
	own->path = name ? name : "";
	own->real = (sqlite3_file *)(own + 1);
	TELL(file, .op = DISK_OPEN, .made = own->path[0] && access(name, F_OK) < 0);
	int code = disk.real->xOpen(disk.real, name, own->real, flags, out);
	if (own->real->pMethods)
		own->base.pMethods = &methods;
	return code;
}

static int v_delete(sqlite3_vfs *vfs, const char *name, int sync)
{
	const struct disk_event event = { .op = DISK_DELETE, .path = name };
	int code = tell(&event);
	(void)vfs;
	return code == SQLITE_OK ? disk.real->xDelete(disk.real, name, sync) : code;
}

static int v_access(sqlite3_vfs *vfs, const char *name, int flags, int *out)
{
	const struct disk_event event = { .op = DISK_ACCESS, .path = name };
	int code = tell(&event);
	(void)vfs;
	return code == SQLITE_OK ? disk.real->xAccess(disk.real, name, flags, out) : code;
}

/* Called by SQLite where it syncs a folder, and nowhere else. */
static int open_folder(const char *path, int *fd)
{
	const struct disk_event event = { .op = DISK_SYNC_FOLDER, .path = path };
	int code = tell(&event);
	int (*own)(const char *, int *) = (int (*)(const char *, int *))disk.open_folder;
	return code == SQLITE_OK ? own(path, fd) : code;
}

static int set_pragmas(sqlite3 *db, const char **error, const void *api)
{
	(void)error, (void)api;
	if (!disk.pragmas || !disk.hook)
		return SQLITE_OK;
	disk.setting = true;
	int code = sqlite3_exec(db, disk.pragmas, NULL, NULL, NULL);
	disk.setting = false;
	return code;
}

void disk_install(void)
{
	disk.real = sqlite3_vfs_find(NULL);
	disk.shim = *disk.real;
	disk.shim.zName = "watched";
	disk.shim.szOsFile = (int)sizeof(struct disk_file) + disk.real->szOsFile;
	disk.shim.xOpen = v_open;
	disk.shim.xDelete = v_delete;
	disk.shim.xAccess = v_access;
	disk.open_folder = disk.real->xGetSystemCall(disk.real, "openDirectory");
	if (disk.real->xSetSystemCall(disk.real, "openDirectory", (sqlite3_syscall_ptr)open_folder) != SQLITE_OK ||
		sqlite3_vfs_register(&disk.shim, 0) != SQLITE_OK ||
		sqlite3_auto_extension((void (*)(void))set_pragmas) != SQLITE_OK)
		BUG("SQLite does not take the shim");
}

void disk_watch(disk_hook *hook, void *context)
{
	disk.hook = hook;
	disk.context = context;
	sqlite3_vfs_register(hook ? &disk.shim : disk.real, 1);
}

void disk_pragmas(const char *pragmas)
{
	disk.pragmas = pragmas;
}
