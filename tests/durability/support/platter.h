/*
 * What a disk holds when the power goes: of every file what was synced, and of what was not synced since any part, in
 * any order, torn anywhere between its sectors. An entry of a folder (that a file is there, or is there no more) counts
 * as synced once its folder was.
 */
#ifndef TESTS_DURABILITY_PLATTER_H
#define TESTS_DURABILITY_PLATTER_H

#include "base/buf.h"
#include "base/mem.h"
#include "disk.h"

enum { SECTOR = 512 };

/* Something that was done and not synced. */
struct unsynced {
	enum disk_op op; /* DISK_WRITE, DISK_TRUNCATE, DISK_OPEN (a new entry) or DISK_DELETE (of an entry) */
	size_t file;
	int64_t at;
	struct buf bytes;
};

/* A file's contents; its name may meanwhile be another's, or nobody's. */
struct platter_file {
	char *path;
	struct buf safe;  /* as last synced */
	bool entry;	  /* it is in its folder on the platter */
	bool current;	  /* the running program sees it under its path */
};

struct platter {
	VEC(struct platter_file) files;
	VEC(struct unsynced) pending; /* in the order in which it was done */
};

/* What becomes of one thing that was not synced. */
enum fate {
	FATE_KEPT,
	FATE_LOST,
	FATE_TORN_HEAD,	   /* of a write only the first half of its sectors */
	FATE_TORN_TAIL,	   /* only the second half */
	FATE_TORN_EVERY,   /* every other sector */
	FATE_GARBAGE,	   /* all but one sector, and that one has what was never written */
	FATE_SIZE,	   /* the file has grown for it, but what is there was never written */
	FATE_COUNT,
};

/* A file as a state has it. */
struct image_file {
	const char *path; /* borrowed from the platter */
	struct buf bytes;
};
struct image {
	VEC(struct image_file) files;
};

/* Take over an operation that is about to happen. */
void platter_apply(struct platter *platter, const struct disk_event *event);

/* The state in which what is pending has these fates, one each. Caller frees by image_fini. */
void platter_image(const struct platter *platter, const unsigned char *fates, struct image *out);

/* The platter of a machine that has just started with these files on it. */
void platter_load(struct platter *platter, const struct image *image);

void platter_fini(struct platter *platter);
void image_fini(struct image *image);

/* The same files with the same bytes give the same number. */
uint64_t image_hash(const struct image *image);
uint64_t bytes_hash(uint64_t start, const void *bytes, size_t len);

#endif
