#include "app/pager.h"

#include <stdlib.h>
#include <string.h>

#include "base/process.h"
#include "base/text.h"

enum { NOT_FOUND = 127 }; /* exit status of a shell */

/* The program of a command line, without its folder. */
static bool is_program(const char *command, const char *name)
{
	size_t len = strcspn(command, " \t"), at = len;
	while (at && command[at - 1] != '/')
		at--;
	return len - at == strlen(name) && memcmp(command + at, name, len - at) == 0;
}

void pager_choose(struct pager_choice *out)
{
	const char *pager = getenv("PAGER"), *less = getenv("LESS");
	*out = (struct pager_choice){ 0 };
	pager = pager ? pager : "less";
	if (text_empty(pager) || is_program(pager, "cat"))
		return;
	buf_puts(&out->command, pager);
	if (is_program(pager, "less"))
		out->color = !less || strpbrk(less, "Rr") || strstr(pager, " -R") || strstr(pager, " -r");
	else
		out->color = is_program(pager, "more");
}

bool pager_run(const struct pager_choice *pager, const char *text, size_t len)
{
	const char *argv[] = { "sh", "-c", buf_text(&pager->command), NULL };
	int status = 0;
	if (!pager->command.len)
		return false;
	/* as git has it: leave at once what fits, pass on colours, leave the text on the screen */
	setenv("LESS", "FRX", false);
	return process_page(argv, text, len, &status, NULL) && status != NOT_FOUND;
}

bool pager_wanted(const struct output *out, size_t lines)
{
	return out->terminal && out->height && lines >= out->height;
}
