/*
 * The floor of the terminal UI's first frame: the least an ncurses program can do to show the end of the
 * timeline of the same database, a line per event, with one of them highlighted. j and k move, q quits.
 *
 *     floor_pager DATABASE
 */
#include <curses.h>
#include <locale.h>
#include <sqlite3.h>
#include <stdlib.h>

enum { ROWS_MAX = 200 };

static char *lines[ROWS_MAX];
static int count;

static void load(sqlite3 *db, int rows)
{
	sqlite3_stmt *statement;
	if (sqlite3_prepare_v2(db,
		    "SELECT strftime('%H:%M', at / 1000, 'unixepoch'), kind, author, text FROM event WHERE "
		    "incident = (SELECT id FROM incident WHERE gone = 0 AND status NOT IN ('resolved', 'closed')) "
		    "AND gone = 0 ORDER BY at DESC, number DESC LIMIT ?",
		    -1, &statement, NULL) != SQLITE_OK)
		return;
	sqlite3_bind_int(statement, 1, rows);
	while (count < ROWS_MAX && sqlite3_step(statement) == SQLITE_ROW)
		lines[count++] = sqlite3_mprintf("%s  %-12s %-6s %s", sqlite3_column_text(statement, 0),
			sqlite3_column_text(statement, 1), sqlite3_column_text(statement, 2),
			sqlite3_column_text(statement, 3));
	sqlite3_finalize(statement);
}

static void draw(int selected)
{
	for (int row = 0; row < count; row++) {
		if (row == selected)
			attron(A_REVERSE);
		mvaddnstr(row, 0, lines[count - 1 - row], COLS);
		clrtoeol();
		attroff(A_REVERSE);
	}
	refresh();
}

int main(int argc, char **argv)
{
	sqlite3 *db;
	if (argc != 2 || sqlite3_open_v2(argv[1], &db, SQLITE_OPEN_READONLY, NULL) != SQLITE_OK)
		return 2;
	setlocale(LC_ALL, "");
	initscr();
	raw();
	noecho();
	curs_set(0);
	load(db, LINES);
	int selected = count - 1;
	for (int key = 0; key != 'q';) {
		draw(selected);
		key = getch();
		if (key == 'k' && selected > 0)
			selected--;
		else if (key == 'j' && selected < count - 1)
			selected++;
		else if (key == ERR)
			break;
	}
	endwin();
	sqlite3_close(db);
	return 0;
}
