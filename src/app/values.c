#include "app/values.h"

#include "app/import_plan.h"
#include "base/text.h"
#include "intake/logs.h"
#include "intake/map.h"

static bool log_format_at(size_t index, struct flag_value *out)
{
	if (index == 0) {
		*out = (struct flag_value){ IMPORT_MARKDOWN, "a postmortem in Markdown" };
		return true;
	}
	const struct log_format *format = log_formats[index - 1];
	if (format)
		*out = (struct flag_value){ format->name, format->help };
	return format;
}

static bool map_role_at(size_t index, struct flag_value *out)
{
	static const char *const names[MAP_ROLES] = { "at=", "text=", "author=", "kind=", "link=", "id=", "source=", "zone=" };
	if (index >= MAP_ROLES)
		return false;
	*out = (struct flag_value){ names[index], map_roles[index].help };
	return true;
}

bool values_at(const struct command *command, const struct flag *flag, size_t index, struct flag_value *out)
{
	static const struct {
		const char *command, *flag;
		bool (*at)(size_t index, struct flag_value *out);
	} rows[] = { { "import", "format", log_format_at }, { "import", "map", map_role_at } };
	for (size_t i = 0; i < LENGTH(rows); i++)
		if (text_equal(rows[i].command, command->name) && text_equal(rows[i].flag, flag->name))
			return rows[i].at(index, out);
	return false;
}
