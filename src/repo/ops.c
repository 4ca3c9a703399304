#include "repo/repo.h"

const struct repo_ops inquest_repo_ops = {
	.abi = REPO_ABI,
	.open = repo_open,
	.close = repo_close,
	.path = repo_path,
	.read_tip = repo_read_tip,
	.read_file = repo_read_file,
	.list_files = repo_list_files,
	.check_path = repo_check_path,
	.commit_files = repo_commit_files,
	.merge_file = repo_merge_file,
	.read_log = repo_read_log,
	.log_fini = repo_log_fini,
	.diff_lines = repo_diff_lines,
	.read_since = repo_read_since,
	.find_renamed = repo_find_renamed,
	.read_revision = repo_read_revision,
	.list_tree = repo_list_tree,
	.listing_fini = repo_listing_fini,
	.read_history = repo_read_history,
	.read_remote = repo_read_remote,
};
