/* render */
#include <sys/stat.h>

#include "app/explain.h"
#include "app/format.h"
#include "app/handlers.h"
#include "base/path.h"

bool cmd_render(struct call *call, struct err *err)
{
	struct record incident;
	struct buf text = { 0 }, problems = { 0 };
	if (!app_incident(call->app, &incident, err))
		return false;
	struct document_request request = call_document(call);
	request.problems = &problems;
	if (call_flag(call, "explain")) {
		bool told = explain_withheld(call, &incident, &request, err);
		record_fini(&incident);
		return told;
	}
	const char *file = call_flag(call, "output");
	const struct format *format = format_find(call_flag(call, "format"), file, err);
	bool ok = format && format_render(call->app, format, &incident, &request, &text, err);
	/* what is there may be private, and stays so */
	struct stat status;
	mode_t mode = file && stat(file, &status) == 0 ? status.st_mode & 0777 : 0666;
	if (ok && file)
		ok = path_write(file, text.data, text.len, mode, err);
	else if (ok)
		output_raw(call->out, text.data, text.len);
	if (ok && problems.len)
		output_note(call->out, "%s", buf_text(&problems));
	buf_fini(&problems);
	buf_fini(&text);
	record_fini(&incident);
	return ok;
}
