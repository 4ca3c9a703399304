/*
 * Attached files as they stand beside a document: in a folder called like it, so `2026-03-12-labels.md` has
 * `2026-03-12-labels.assets/`. That folder is ours: what is in it and neither attached nor spoken of in the document is
 * removed when the document is published again.
 */
#ifndef APP_ASSETS_H
#define APP_ASSETS_H

#include "app/material.h"

struct asset {
	const struct record *attachment; /* borrowed from the material */
	char *name;	/* of its file; NULL: it is only named, being larger than publish.attachments allows, or not here */
	bool again;	/* the same bytes under the same name as one before */
};

struct assets {
	struct asset *items;
	size_t count, cap;
	char *folder; /* from the top of the repository, or as a path; without a final slash */
};

/* Append a file name made of an attachment's: letters, digits, dots, hyphens and underscores, nothing hidden, at most
 * ASSET_NAME_MAX bytes with its ending; "file" if nothing is left. */
enum { ASSET_NAME_MAX = 80 };
void asset_name(const char *name, struct buf *out);

/* What of the material's attachments stands beside the document at `path`, each under a name of its own whatever the
 * case of letters. The caller ends `out` with assets_fini, also on failure; the material must outlive it. */
bool assets_plan(struct app *app, const struct material *material, const char *path, struct assets *out, struct err *err);
void assets_fini(struct assets *assets);

/* The asset of an attachment; NULL if `assets` is NULL or it has no file. */
const struct asset *assets_find(const struct assets *assets, const struct record *attachment);

/* Append where an asset is, seen from the document: the folder's last part and its name, unescaped. */
void asset_link(const struct assets *assets, const struct asset *asset, struct buf *out);

/* Bytes in `text`: "0", "4096", "500KB", "10MB"; -1 if it is none of these. */
int64_t assets_limit(const char *text);

#endif
