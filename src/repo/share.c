/* core.sharedRepository, as git reads it: who may read and write what is new in git's folder. */
#include "repo/internal.h"

#include <stdlib.h>
#include <sys/stat.h>

#include "base/text.h"

enum { OF_GROUP = 0660, OF_ALL = 0664 };

/* The bits to add; or, if `*exact`, those that there are to be, whatever the umask. 0: nothing is asked for. */
static mode_t asked_for(struct repo *repo, bool *exact)
{
	static const struct {
		const char *word;
		mode_t bits;
	} words[] = { { "umask", 0 }, { "group", OF_GROUP }, { "all", OF_ALL }, { "world", OF_ALL },
		{ "everybody", OF_ALL }, { "1", OF_GROUP }, { "2", OF_ALL } };
	git_config *config = NULL;
	const char *value = NULL;
	mode_t bits = 0;
	int flag = 0;
	*exact = false;
	if (git_repository_config_snapshot(&config, repo->git) < 0 ||
		git_config_get_string(&value, config, "core.sharedrepository") < 0)
		goto out;
	for (size_t i = 0; i < LENGTH(words); i++)
		if (text_equal(value, words[i].word)) {
			bits = words[i].bits;
			goto out;
		}
	char *end;
	const unsigned long octal = strtoul(value, &end, 8);
	*exact = *value && !*end && octal;
	if (*exact)
		bits = octal & 0666;
	else if (git_config_parse_bool(&flag, value) == 0 && flag)
		bits = OF_GROUP;
out:
	git_config_free(config);
	return bits;
}

/* What cannot be changed stays as the umask made it: it is somebody else's, or the file system has no such bits. */
static void share(const char *path, mode_t bits, bool exact)
{
	struct stat now;
	if (stat(path, &now) < 0)
		return;
	mode_t mode = now.st_mode & 07777;
	/* objects are written once */
	if (!(mode & S_IWUSR))
		bits &= ~(mode_t)0222;
	mode = exact ? (mode & ~(mode_t)0777) | bits : mode | bits;
	if (S_ISDIR(now.st_mode)) {
		mode |= (mode & 0444) >> 2;
		mode |= mode & 060 ? S_ISGID : 0;
	}
	if (mode != (now.st_mode & 07777))
		chmod(path, mode);
}

void repo_share(struct repo *repo, const char *path)
{
	bool exact;
	mode_t bits = asked_for(repo, &exact);
	if (bits)
		share(path, bits, exact);
}

void repo_share_folders(struct repo *repo, const char *path)
{
	bool exact;
	const mode_t bits = asked_for(repo, &exact);
	const char *top = git_repository_commondir(repo->git);
	const size_t begin = strlen(top);
	if (!bits || !text_starts(path, top))
		return;
	char *folder = mem_copy(path);
	for (char *slash; (slash = strrchr(folder, '/')) && slash > folder + begin;) {
		*slash = '\0';
		share(folder, bits, exact);
	}
	free(folder);
}
