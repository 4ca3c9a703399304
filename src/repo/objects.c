/*
 * The objects of a commit are made in memory and stored in one pack: four syncs, whatever their number, where loose
 * ones take two each. Every git reads a pack at once and `git gc` joins packs when there are 50 of them, so where
 * nobody ever collects (a bare repository that only inquest writes to) they become loose ones before that.
 */
#include "repo/internal.h"

#include <dirent.h>
#include <git2/sys/mempack.h>
#include <git2/sys/odb_backend.h>
#include <stdlib.h>

#include "base/text.h"

enum {
	PACKS_MAX = 40,
	MEMORY_FIRST = 100, /* libgit2's own backends have 1 and 2: what is written goes to the greatest */
};

int repo_objects_begin(struct repo *repo)
{
	git_odb *odb = NULL;
	git_odb_backend *memory = NULL;
	if (repo->memory)
		return git_mempack_reset(repo->memory);
	int rc = git_repository_odb(&odb, repo->git);
	if (rc == 0)
		rc = git_mempack_new(&memory);
	if (rc == 0 && (rc = git_odb_add_backend(odb, memory, MEMORY_FIRST)) == 0)
		repo->memory = memory; /* the database frees it */
	else if (memory)
		memory->free(memory);
	git_odb_free(odb);
	return rc;
}

void repo_objects_drop(struct repo *repo)
{
	if (repo->memory)
		git_mempack_reset(repo->memory);
}

void repo_objects_add(struct repo_objects *objects, const git_oid *id)
{
	*vec_push(&objects->ids) = *id;
}

int repo_objects_add_trees(struct repo_objects *objects, const git_tree *tree, const char *path)
{
	struct buf part = { 0 };
	int rc = 0;
	repo_objects_add(objects, git_tree_id(tree));
	for (const char *slash = strchr(path, '/'); rc == 0 && slash; slash = strchr(slash + 1, '/')) {
		git_tree_entry *entry = NULL;
		buf_truncate(&part, 0);
		buf_put(&part, path, (size_t)(slash - path));
		rc = git_tree_entry_bypath(&entry, tree, buf_text(&part));
		if (rc == 0)
			repo_objects_add(objects, git_tree_entry_id(entry));
		git_tree_entry_free(entry);
	}
	buf_fini(&part);
	/* the last file of a folder was removed */
	return rc == GIT_ENOTFOUND ? 0 : rc;
}

void repo_objects_fini(struct repo_objects *objects)
{
	free(objects->ids.items);
	*objects = (struct repo_objects){ 0 };
}

/* ---- storing -------------------------------------------------------------------------------- */

/* Whether there is a folder for packs with room for one more. */
static bool may_pack(const char *objects)
{
	struct buf path = { 0 };
	size_t packs = 0;
	buf_printf(&path, "%spack", objects);
	DIR *folder = opendir(buf_text(&path));
	for (struct dirent *entry; folder && (entry = readdir(folder));) {
		const char *dot = strrchr(entry->d_name, '.');
		packs += dot && text_equal(dot, ".pack");
	}
	if (folder)
		closedir(folder);
	buf_fini(&path);
	return folder && packs < PACKS_MAX;
}

static void share_pack(struct repo *repo, const char *folder, const char *name)
{
	static const char *const ends[] = { "pack", "idx" };
	struct buf path = { 0 };
	for (size_t i = 0; name && i < LENGTH(ends); i++) {
		buf_truncate(&path, 0);
		buf_printf(&path, "%spack/pack-%s.%s", folder, name, ends[i]);
		repo_share(repo, buf_text(&path));
	}
	buf_fini(&path);
}

static void share_loose(struct repo *repo, const char *folder, const git_oid *id)
{
	char name[REPO_ID_SIZE];
	struct buf path = { 0 };
	git_oid_tostr(name, sizeof name, id);
	buf_printf(&path, "%s%.2s", folder, name);
	repo_share(repo, buf_text(&path));
	buf_printf(&path, "/%s", name + 2);
	repo_share(repo, buf_text(&path));
	buf_fini(&path);
}

static int store_packed(struct repo *repo, const char *folder, const struct repo_objects *objects)
{
	git_packbuilder *pack = NULL;
	int rc = git_packbuilder_new(&pack, repo->git);
	if (rc == 0)
		git_packbuilder_set_threads(pack, 1);
	for (size_t i = 0; rc == 0 && i < objects->ids.count; i++)
		rc = git_packbuilder_insert(pack, &objects->ids.items[i], NULL);
	if (rc == 0)
		rc = git_packbuilder_write(pack, NULL, 0, NULL, NULL);
	if (rc == 0)
		share_pack(repo, folder, git_packbuilder_name(pack));
	git_packbuilder_free(pack);
	return rc;
}

/* The repository's own database writes to memory: one more, without that, stores them on disk. */
static int store_loose(struct repo *repo, git_odb *from, const char *path, const struct repo_objects *objects)
{
	git_odb *to = NULL;
	int rc = git_odb_open(&to, path);
	for (size_t i = 0; rc == 0 && i < objects->ids.count; i++) {
		git_odb_object *object = NULL;
		git_oid id;
		rc = git_odb_read(&object, from, &objects->ids.items[i]);
		if (rc == 0)
			rc = git_odb_write(&id, to, git_odb_object_data(object), git_odb_object_size(object),
				git_odb_object_type(object));
		if (rc == 0)
			share_loose(repo, path, &id);
		git_odb_object_free(object);
	}
	git_odb_free(to);
	return rc;
}

int repo_objects_store(struct repo *repo, const struct repo_objects *objects)
{
	git_buf path = { 0 };
	git_odb *odb = NULL;
	int rc = git_repository_item_path(&path, repo->git, GIT_REPOSITORY_ITEM_OBJECTS);
	if (rc == 0)
		rc = git_repository_odb(&odb, repo->git);
	if (rc == 0)
		rc = may_pack(path.ptr) ? store_packed(repo, path.ptr, objects) : store_loose(repo, odb, path.ptr, objects);
	repo_objects_drop(repo);
	if (rc == 0)
		rc = git_odb_refresh(odb);
	git_odb_free(odb);
	git_buf_dispose(&path);
	return rc;
}
