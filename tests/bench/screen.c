/*
 * The terminal UI without a terminal, so that its instructions can be counted: the first full frame with the numbers on
 * the tabs, and then, if there are any, keys that move up and down, each of which draws a frame. What is put off until
 * after that frame is done before the first key.
 *
 *     screen DATABASE KEYS
 */
#include <stdio.h>
#include <stdlib.h>

#include "app/app.h"
#include "tui/ui.h"

enum { ROWS = 24, COLUMNS = 80, TURN = 10 };

static void press(struct ui *ui, const char *name)
{
	struct key key;
	if (!key_parse(&key, name, NULL))
		exit(2);
	ui_key(ui, &key);
	ui_draw(ui);
}

int main(int argc, char **argv)
{
	struct app app;
	struct ui ui;
	struct err err = { 0 };
	if (argc != 3)
		return 2;
	const struct app_setup setup = { .database = argv[1] };
	bool ok = app_init(&app, &setup, &err) && app_store(&app, STORE_CREATE, &err);
	if (ok) {
		ui_init(&ui, &app, "", ROWS, COLUMNS);
		ok = ui_start(&ui, &err);
	}
	if (!ok) {
		fprintf(stderr, "screen: %s\n", err.text);
		return 1;
	}
	ui_draw(&ui);
	if (ui_rest(&ui) && !ui_draw_rest(&ui))
		ui_draw(&ui);
	if (!ui.incident.open) {
		fprintf(stderr, "screen: no incident is open in %s\n", argv[1]);
		return 1;
	}
	int keys = atoi(argv[2]);
	while (keys && ui_rest(&ui))
		if (!ui_draw_rest(&ui))
			ui_draw(&ui);
	if (keys)
		press(&ui, "Esc");
	for (int i = 0; i < keys; i++)
		press(&ui, i / TURN % 2 ? "j" : "k");
	ui_fini(&ui);
	app_fini(&app);
	return 0;
}
