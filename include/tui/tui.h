/* The terminal UI. */
#ifndef TUI_TUI_H
#define TUI_TUI_H

#include "app/app.h"

/* Run until the user quits or the terminal is gone. */
bool tui_run(struct app *app, struct err *err);

#endif
