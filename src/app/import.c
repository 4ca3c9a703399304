/* import: which half of it an input is for */
#include "app/handlers.h"
#include "app/import.h"

#include "base/text.h"

bool cmd_import(struct call *call, struct err *err)
{
	if (!call->count)
		return err_set(err, ERR_USAGE, "import takes files, folders, git:REPOSITORY, or - for standard input");
	return import_documents(call, call->words, call->count, err);
}
