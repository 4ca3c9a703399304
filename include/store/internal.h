/* What the store's own files share. */
#ifndef STORE_INTERNAL_H
#define STORE_INTERNAL_H

#include <sqlite3.h>
#include <time.h>

#include "store/queue.h"
#include "store/store.h"

struct store {
	sqlite3 *db;
	char *path;
	sqlite3_stmt *statements[QUERY_COUNT];
	uint64_t seed;
	uint64_t drawn; /* random numbers taken so far, with a seed */
	unsigned char pool[1024]; /* random bytes, of which the first `pooled` are not used yet */
	size_t pooled;
	char replica[ID_SIZE];
	/* the open batch */
	bool scratch; /* no file that anybody else knows */
	int snapshots; /* begun and not ended */
	bool writing;
	bool changed; /* a change was appended since it began: what `clock` says is one of this transaction */
	int failed; /* SQLite's code, of the last store_error */
	bool doubted; /* the pages that SQLite holds may not be those of the file: see store_forget */
	struct timespec touched; /* when the file was changed last, as far as known: by this store, or seen */
	int64_t rewritten; /* how often it was found changed since then */
	int64_t commits;
	int64_t settled; /* rows that SQLite had written when last no transaction was open */
	bool kept;	 /* since it was opened something was written that is there, if only a note or a draft */
	bool unsure;	 /* a failure now leaves open whether what is being written is there */
	bool resumed; /* what was written in this batch before is committed */
	char batch[ID_SIZE];
	char *author;
	int64_t at;
	int64_t clock; /* of the last change written or seen */
	char numbered[ID_SIZE]; /* incident whose highest number of an event is known in this transaction; "": none */
	int64_t highest;
	int patience;		/* ms */
	int64_t waiting_since;	/* monotonic ms, when the lock now waited for was first found taken */
	bool beginning;		/* a write transaction: stand in line if the database is taken */
	struct queue queue;
};

enum {
	STORE_APPLICATION = 0x696E7175, /* application_id: "inqu" */
	STORE_VERSION_MOST = 9999,	/* a greater user_version is damage */
	STORE_CHANGE_LEAST = 100,	/* bytes that a change takes in the file: four ids alone are more */
};

/* The user_version of a database with all migrations. */
int store_newest(void);

/* Queries of one entity kind. */
struct entity_queries {
	enum query apply, get, find, list, dump, clear;
};
extern const struct entity_queries entity_queries[ENTITY_COUNT];

/* Connect to an existing file. SQLite has its own idea of names such as `:memory:` and `file:x?mode=memory`,
 * where nothing would be on disk: here every name is a path. Gives SQLite's code. */
int store_connect(const char *path, sqlite3 **db);

/*
 * Open an empty database with our tables that is this process's alone and is gone with it: in memory, and what does not
 * fit there in a file without a name in the folder for temporary files. Nothing in it is made durable.
 */
bool store_open_scratch(struct store **out, struct err *err);

/* Write without making anything durable, and with much room: for a file that nobody needs unless it is finished, and that
 * is synced then. */
bool store_hurry(struct store *store, struct err *err);

/*
 * Turn SQLite's state into an error that names the file, says why and what to do, and claims that nothing was changed
 * only where that is so. errno is to be 0 before the call that failed: SQLite calls a page that cannot be read damaged,
 * and errno alone tells the two apart. Always false.
 */
bool store_error(struct store *store, int code, struct err *err);

/* Whether SQLite's last error is that a query does not fit the tables: as ours do, the file is not what it was when it
 * was opened. */
bool store_schema_gone(struct store *store);

/*
 * If the store is doubted and no transaction is open: drop all pages that SQLite holds. It takes them for valid as long
 * as the 16 bytes of the header that count changes are what they were. Of a file that was emptied and then written back
 * in place it would go on with the pages that were not there; and an older state that somebody put back, and that was
 * written to since, may have the same counts.
 */
void store_forget(struct store *store);

/* This store itself wrote the file: what it holds is right. */
void store_touched(struct store *store);

/* Begin a write transaction, in turn with others. */
bool store_begin_writing(struct store *store, struct err *err);

/*
 * Whether the file is still the one that its path names, and holds something: what is written to one that was deleted,
 * moved or replaced is lost, and SQLite takes an emptied one for a new database. ERR_IO if it is not, or if that cannot
 * be found out; `*moved`, if not NULL, tells whether it is another file. One that others changed makes the store doubted.
 */
bool store_in_place(struct store *store, bool *moved, struct err *err);

/* Text of a query and its name, for tests and messages. */
const char *query_name(enum query query);
const char *query_text(enum query query);

/* Fold one change into the tables. Kinds and fields this version does not know are skipped. The full-text
 * index is not touched: put search_remove and search_add around changes of what is not new. */
bool store_fold(struct store *store, const char *kind, const char *entity, const char *incident,
	const char *fields, int64_t clock, struct err *err);

/*
 * The same for what stands in the log already, wherever it came from: a change whose fields are no JSON, or whose values
 * no column takes, is left out, which `*folded` tells. One such change does not keep all the others from being read.
 */
bool store_fold_any(struct store *store, const char *kind, const char *entity, const char *incident,
	const char *fields, int64_t clock, bool *folded, struct err *err);

/* The number of a new event: looked up once, for as long as nobody else can write. */
bool store_next_number(struct store *store, const char *incident, int64_t *out, struct err *err);

/*
 * Empty the tables of `to` and fold the whole log of `from` into them; both may be the same. Within a write transaction
 * of `to`; the full-text index is not touched. The seqs of changes that are left out as above are put into `unfit`, which
 * may be NULL.
 */
struct seqs {
	int64_t *items;
	size_t count, cap;
};
bool store_fold_all(struct store *from, struct store *to, struct seqs *unfit, struct err *err);

/* How many rows a query gives, and a sum over all their values: equal rows have equal sums, in whatever order. */
struct sum {
	int64_t rows;
	uint64_t sum;
};
bool store_sum(struct store *store, enum query dump, const struct param *params, struct sum *out, struct err *err);

/* Spread the bits of one row's sum, so that many can be added up. */
uint64_t sum_mix(uint64_t sum);

/* Append the fields that a record sets as a change, as the JSON object of the log. */
void store_fields(const struct record *record, struct buf *out);

/* Append a change to the log and nothing else. */
bool store_change(struct store *store, const char *kind, const char *entity, const char *incident,
	const char *fields, struct err *err);

/* Know the replica id: read, or drawn and kept, when first needed. Within a write transaction. */
bool store_replica(struct store *store, struct err *err);

/* ---- the full-text index ---- */

/* Give SQLite the function that the index is fed by. */
bool search_register(struct store *store);

/*
 * Before an entity's row changes: take it out of the index if it is there, which `*there` tells; afterwards put
 * what the row holds then in again. A new entity has no need of it.
 */
bool search_remove(struct store *store, const char *kind, const char *entity, const char *incident, bool *there,
	struct err *err);
bool search_add(struct store *store, const char *kind, const char *entity, struct err *err);

/* Within a write transaction: put in what is new in the log, at most `limit` changes; `*done` tells whether that
 * was all. */
bool search_advance(struct store *store, int64_t limit, bool *done, struct err *err);

/* What FTS5 splits texts into words with, as in the index. Opened, it is deleted with `with.xDelete(words)`. */
struct search_splitter {
	fts5_tokenizer with;
	Fts5Tokenizer *words;
};
bool search_splitter_open(struct store *store, struct search_splitter *out);

/* How far the index has got in the log, and how far the log goes: seqs. */
bool search_state(struct store *store, int64_t *done, int64_t *last, struct err *err);

/*
 * Whether the full-text index, as far as it has got, holds the words of the rows, by a sum over every word's place. Reads
 * only. One that the next search makes anew is as it should be.
 */
bool search_same(struct store *store, bool *same, struct err *err);

/* Within a write transaction: empty the index and put everything in again. */
bool search_rebuild(struct store *store, struct err *err);

#endif
