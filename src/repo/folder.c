#include "repo/internal.h"

static bool is_file(const git_tree_entry *entry)
{
	git_filemode_t mode = git_tree_entry_filemode(entry);
	return mode == GIT_FILEMODE_BLOB || mode == GIT_FILEMODE_BLOB_EXECUTABLE;
}

static int load_folder(git_tree **out, struct repo *repo, const git_tree *tree, const char *folder)
{
	git_tree_entry *entry = NULL;
	int rc = git_tree_entry_bypath(&entry, tree, folder);
	if (rc == 0 && git_tree_entry_filemode(entry) == GIT_FILEMODE_TREE)
		rc = git_tree_lookup(out, repo->git, git_tree_entry_id(entry));
	git_tree_entry_free(entry);
	return rc == GIT_ENOTFOUND ? 0 : rc;
}

bool repo_list_files(
	struct repo *repo, const char *commit, const char *folder, struct words *out, struct err *err)
{
	git_commit *parent = NULL;
	git_tree *tree = NULL, *inside = NULL;
	int rc = 0;
	if (!repo_check_path(folder, err) || !repo_load_tree(repo, commit, &parent, &tree, err))
		return false;
	if (tree)
		rc = load_folder(&inside, repo, tree, folder);
	for (size_t i = 0; inside && i < git_tree_entrycount(inside); i++) {
		const git_tree_entry *entry = git_tree_entry_byindex(inside, i);
		if (is_file(entry))
			words_add(out, git_tree_entry_name(entry));
	}
	git_tree_free(inside);
	git_tree_free(tree);
	git_commit_free(parent);
	return rc == 0 || repo_fail(err, rc, "reading the folder %s", folder);
}
