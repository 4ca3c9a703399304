/* Checks of what the author writes. */
#include "model/check_rows.h"

#include "base/text.h"

static void find_empty_sections(struct check_run *run, const struct check_input *input)
{
	for (size_t i = 0; i < input->section_count; i++) {
		const struct check_section *section = &input->sections[i];
		if (section->required && text_empty(section->text))
			check_found(run, ENTITY_SECTION, 0, section->key, section->heading);
	}
}

static const struct check rows[] = {
	{ "section", CHECK_ERROR, "the section '{what}' is empty",
		"SRE Workbook, ch. 10: Key details omitted", "section edit {key}", "",
		find_empty_sections },
};

const struct check_set check_set_sections = { rows, LENGTH(rows) };
