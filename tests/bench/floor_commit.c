/*
 * The floor that publishing is measured against: the least a program can do to commit one file with
 * libgit2 and fsync. Usage: floor_commit REPOSITORY FILE PATH BRANCH
 */
#include <git2.h>
#include <stdio.h>

static int commit(git_repository **repo, char **argv)
{
	git_oid blob, tree_id, id;
	git_reference *branch = NULL;
	git_commit *parent = NULL;
	git_tree *base = NULL, *tree = NULL;
	git_signature *who = NULL;
	char name[256];
	int rc;

	snprintf(name, sizeof name, "refs/heads/%s", argv[4]);
	if ((rc = git_repository_open(repo, argv[1])) < 0 ||
		(rc = git_signature_now(&who, "Floor", "floor@example.org")) < 0)
		return rc;
	if (git_reference_lookup(&branch, *repo, name) == 0 &&
		((rc = git_commit_lookup(&parent, *repo, git_reference_target(branch))) < 0 ||
			(rc = git_commit_tree(&base, parent)) < 0))
		goto out;
	if ((rc = git_blob_create_from_disk(&blob, *repo, argv[2])) < 0)
		goto out;
	git_tree_update update = { GIT_TREE_UPDATE_UPSERT, blob, GIT_FILEMODE_BLOB, argv[3] };
	const git_commit *parents[] = { parent };
	if ((rc = git_tree_create_updated(&tree_id, *repo, base, 1, &update)) < 0 ||
		(rc = git_tree_lookup(&tree, *repo, &tree_id)) < 0)
		goto out;
	rc = git_commit_create(
		&id, *repo, name, who, who, NULL, "floor\n", tree, parent ? 1 : 0, parents);
out:
	git_tree_free(tree);
	git_tree_free(base);
	git_commit_free(parent);
	git_reference_free(branch);
	git_signature_free(who);
	return rc;
}

int main(int argc, char **argv)
{
	git_repository *repo = NULL;
	if (argc != 5) {
		fprintf(stderr, "usage: floor_commit REPOSITORY FILE PATH BRANCH\n");
		return 2;
	}
	git_libgit2_init();
	git_libgit2_opts(GIT_OPT_ENABLE_FSYNC_GITDIR, 1);
	int rc = commit(&repo, argv);
	if (rc < 0)
		fprintf(stderr, "floor_commit: %s\n",
			git_error_last() ? git_error_last()->message : "failed");
	git_repository_free(repo);
	git_libgit2_shutdown();
	return rc < 0;
}
