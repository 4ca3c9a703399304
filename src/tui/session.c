#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/path.h"
#include "base/text.h"
#include "tui/composer.h"

enum { FILE_MAX = 4096, HOST_DIGITS = 8, BOOT_DIGITS = 4 };

static uint32_t hash(const char *text)
{
	uint32_t value = 2166136261u; /* FNV-1a */
	for (; *text; text++)
		value = (value ^ (unsigned char)*text) * 16777619u;
	return value;
}

static uint32_t host_hash(void)
{
	char name[256] = "";
	gethostname(name, sizeof name - 1);
	return hash(name);
}

static uint32_t boot_hash(void)
{
	struct buf id = { 0 };
	path_read(&id, "/proc/sys/kernel/random/boot_id", FILE_MAX, NULL);
	uint32_t value = hash(buf_text(&id)) & 0xFFFF;
	buf_fini(&id);
	return value;
}

/* Clock ticks from boot to the start of a process; 0 if it does not run, or nobody can tell. */
static uint64_t started(long pid)
{
	enum { FIELDS_BEFORE = 19 }; /* between the name and starttime, field 22 of proc(5) */
	char path[32];
	struct buf stat = { 0 };
	uint64_t value = 0;
	snprintf(path, sizeof path, "/proc/%ld/stat", pid);
	path_read(&stat, path, FILE_MAX, NULL);
	/* the name may hold blanks and brackets: what counts starts after its last bracket */
	const char *at = strrchr(buf_text(&stat), ')');
	/* one that ended stays listed until its parent asks for it: nobody types there any more */
	if (at && at[1] == ' ' && strchr("ZXx", at[2]))
		at = NULL;
	for (int field = 0; at && field <= FIELDS_BEFORE; field++) {
		at = strchr(at, ' ');
		at += at != NULL;
	}
	if (at)
		value = strtoull(at, NULL, 10);
	buf_fini(&stat);
	return value;
}

void session_name(char out[SESSION_SIZE])
{
	long pid = (long)getpid();
	snprintf(out, SESSION_SIZE, "%08" PRIx32 "-%04" PRIx32 "-%lx-%" PRIx64, host_hash(),
		boot_hash(), pid, started(pid));
}

enum session_state session_state(const char *session)
{
	unsigned long pid;
	uint64_t start;
	uint32_t host, boot;
	if (sscanf(session, "%8" SCNx32 "-%4" SCNx32 "-%lx-%" SCNx64, &host, &boot, &pid, &start) !=
		4)
		return SESSION_DEAD;
	if (host != host_hash())
		return SESSION_ELSEWHERE;
	if (boot != boot_hash())
		return SESSION_DEAD;
	if (start)
		return started((long)pid) == start ? SESSION_ALIVE : SESSION_DEAD;
	/* without /proc the number alone has to do */
	return kill((pid_t)pid, 0) == 0 || errno == EPERM ? SESSION_ALIVE : SESSION_DEAD;
}
