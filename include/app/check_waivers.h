/* Checks that do not apply, by somebody's word. */
#ifndef APP_CHECK_WAIVERS_H
#define APP_CHECK_WAIVERS_H

#include "app/app.h"
#include "model/check.h"

/* The waivers of an incident with what each is about. */
struct check_waivers {
	struct records records;
	struct check_waiver *items; /* as many; borrows from records */
	size_t count;
};

/* A waiver whose entity is gone is left out. Free with check_waivers_fini, also after a failure. */
bool check_waivers_read(struct app *app, const char *incident, struct check_waivers *out, struct err *err);
void check_waivers_fini(struct check_waivers *waivers);

/* "action 3", "section summary", "everything", appended. */
void check_waiver_subject(const struct check_waiver *waiver, struct buf *out);

#endif
