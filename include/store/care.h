/* Looking after a database: rebuilding tables from the log, checking, copying, redacting, blobs. */
#ifndef STORE_CARE_H
#define STORE_CARE_H

#include "store/store.h"

/* Fold the whole log into empty tables again, in one transaction. The rows come out the same. In a damaged file (ERR_IO)
 * nothing is done: rows would be lost whose changes are. */
bool care_rebuild(struct store *store, struct err *err);

/*
 * Check the file (PRAGMA integrity_check), that no change is missing in the log, that every table is what it folds to,
 * and that attachments and all that is kept by its digest have the bytes of it, without changing anything. Findings are
 * appended to `out`, a line each, those of the file and the log ("file: ", "log: ") first; `*findings` counts them.
 * Damage is a finding, not an error.
 */
bool care_check(struct store *store, struct buf *out, size_t *findings, struct err *err);

/* The last part of it alone: that attachments and what else is kept by its digest have the bytes of it. */
bool care_check_bytes(struct store *store, struct buf *out, size_t *findings, struct err *err);

/*
 * Copy the database to a new file (0600) while others may write, through SQLite's backup interface, and
 * read the copy back: it must pass an integrity check, and its log must be the one here, up to its last change. It has
 * another name until then, in the same folder. Anything at `path` is ERR_USAGE.
 */
bool care_backup(struct store *store, const char *path, struct err *err);

/* Give a finished file its name, on disk: ERR_USAGE if something has that name meanwhile, which stays as it is. */
bool care_settle(const char *from, const char *to, struct err *err);

/* What redacted text becomes. */
#define REDACTION_MARK "[redacted]"

struct redaction {
	int64_t changes; /* changes in the log that held the text */
	int64_t drafts;
	struct buf attachments; /* names of the attachments removed because they held it, a line each */
	struct buf shared;	/* attachments of other incidents removed with the same bytes, a line each */
	struct buf published;	/* documents that were published with it, a line each */
};

/*
 * Within an open batch: overwrite every occurrence of `secret` in an incident's changes, rows and
 * drafts with `mark`, delete attachments that contain it (bytes that another incident attached too are gone
 * for it as well: they hold the secret), and append a "redaction" change that says how
 * many were overwritten (never what). Nothing found is ERR_NOT_FOUND.
 */
bool care_redact(struct store *store, const char *incident, const char *secret, const char *mark,
	struct redaction *out, struct err *err);
void redaction_fini(struct redaction *redaction);

/* Keep bytes once per digest; `sha256` gets the digest in hex. */
enum { SHA256_SIZE = 65 };
bool blob_put(struct store *store, const void *bytes, size_t len, char sha256[SHA256_SIZE],
	struct err *err);
bool blob_get(struct store *store, const char *sha256, struct buf *out, bool *found, struct err *err);
void blob_digest(const void *bytes, size_t len, char sha256[SHA256_SIZE]);

#endif
