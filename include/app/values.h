/* What a flag of a command takes, where that is a table of the program's: for help, the manual and completions. */
#ifndef APP_VALUES_H
#define APP_VALUES_H

#include "app/command.h"

struct flag_value {
	const char *name; /* as it is written; of the parts of a value, with its = */
	const char *help;
};

/* The value at `index` from 0 on; false behind the last, and for flags that take anything. Constant. */
bool values_at(const struct command *command, const struct flag *flag, size_t index, struct flag_value *out);

#endif
