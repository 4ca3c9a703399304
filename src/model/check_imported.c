/* Checks of what was imported from a document. */
#include "model/check_rows.h"

static void find_otherwise(struct check_run *run, const struct check_input *input)
{
	for (size_t i = 0; i < input->difference_count; i++)
		check_found(run, input->differences[i].kind, input->differences[i].number, "", input->differences[i].says);
}

static const struct check rows[] = {
	{ "imported", CHECK_WARNING, "the imported text still says otherwise: {what}", "SRE Workbook, ch. 10: Clarity",
		"section edit --all", "", find_otherwise,
		.when = "layout",
		.why = "The document shows the text that was imported, lists and measures what was changed since: readers of the one "
		       "and the other are told different things." },
};

const struct check_set check_set_imported = { rows, LENGTH(rows) };
