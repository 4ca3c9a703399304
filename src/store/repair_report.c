/* What became of what a damaged log misses, in words. */
#include "store/repair_parts.h"

#include "base/text.h"
#include "store/internal.h"

enum { NUMBERS_SHOWN = 20, DOUBTS_SHOWN = 100 };

static bool put_incident(struct mender *mender, const char *incident, struct buf *out, struct err *err)
{
	int64_t number;
	bool ok = store_int(mender->store, QUERY_REPAIR_INCIDENT, PARAMS(PARAM_TEXT("id", incident)), &number, err);
	if (ok)
		buf_printf(out, "INC-%lld", (long long)number);
	return ok;
}

/* "INC-3 events 1, 2, 7 and 12 more: WHAT". */
struct line {
	enum entity_kind kind;
	const char *incident; /* NULL: none begun */
	size_t count;
	struct buf numbers;
	const char *what;
};

static bool line_end(struct mender *mender, struct line *line, struct err *err)
{
	struct buf *out = &mender->out->report;
	if (!line->count)
		return true;
	const struct entity *entity = entity_get(line->kind);
	bool ok = line->kind == ENTITY_INCIDENT || put_incident(mender, line->incident, out, err);
	if (line->kind != ENTITY_INCIDENT)
		buf_printf(out, " %s %s", line->count > 1 ? entity->plural : entity->name, buf_text(&line->numbers));
	else
		buf_puts(out, buf_text(&line->numbers));
	if (line->count > NUMBERS_SHOWN)
		buf_printf(out, " and %zu more", line->count - NUMBERS_SHOWN);
	buf_printf(out, ": %s\n", line->what);
	buf_truncate(&line->numbers, 0);
	line->count = 0;
	return ok;
}

static bool line_add(struct mender *mender, struct line *line, enum entity_kind kind, const char *incident,
	int64_t number, struct err *err)
{
	bool same = line->count && line->kind == kind &&
		    (kind == ENTITY_INCIDENT || text_equal(line->incident, incident));
	if (!same && !line_end(mender, line, err))
		return false;
	line->kind = kind;
	line->incident = incident;
	if (line->count++ < NUMBERS_SHOWN)
		buf_printf(&line->numbers, "%s%s%lld", line->count > 1 ? ", " : "",
			kind == ENTITY_INCIDENT ? "INC-" : "", (long long)number);
	return true;
}

static bool report_rows(struct mender *mender, struct err *err)
{
	struct line line = { .what = "recovered from the tables; who wrote it and when is lost" };
	bool ok = true;
	for (size_t i = 0; ok && i < mender->found.count; i++) {
		const struct found *found = &mender->found.items[i];
		if (found->fields && !found->doubtful)
			ok = line_add(mender, &line, found->kind, found->incident, found->number, err);
	}
	ok = ok && line_end(mender, &line, err);
	line.what = "lost";
	for (size_t i = 0; ok && i < mender->vanished.count; i++) {
		const struct vanished *one = &mender->vanished.items[i];
		int64_t number = one->number;
		ok = (number || store_int(mender->store, QUERY_REPAIR_INCIDENT, PARAMS(PARAM_TEXT("id", one->incident)),
					&number, err)) &&
		     line_add(mender, &line, one->kind, one->incident, number, err);
	}
	ok = ok && line_end(mender, &line, err);
	buf_fini(&line.numbers);
	return ok;
}

static bool report_doubts(struct mender *mender, struct err *err)
{
	struct buf *out = &mender->out->report;
	int shown = 0;
	bool ok = true;
	for (size_t i = 0; ok && i < mender->found.count; i++) {
		const struct found *found = &mender->found.items[i];
		if (!found->doubtful || shown++ >= DOUBTS_SHOWN)
			continue;
		ok = put_incident(mender, found->incident, out, err);
		if (found->kind != ENTITY_INCIDENT)
			buf_printf(out, " %s %lld", entity_get(found->kind)->name, (long long)found->number);
		buf_printf(out, ": its row differs from the log, which is believed; the row says %s\n", found->fields);
	}
	return ok;
}

/* An entity whose number could not be kept. */
static bool report_numbers(struct mender *mender, struct err *err)
{
	struct buf *out = &mender->out->report;
	bool ok = true;
	for (size_t i = 0; ok && mender->out->changes_lost && i < mender->found.count; i++) {
		const struct found *found = &mender->found.items[i];
		struct record now;
		if (!store_get(mender->store, found->kind, found->id, &now, err))
			return false;
		if (now.number != found->number) {
			ok = put_incident(mender, found->incident, out, err);
			buf_printf(out, ": %s %lld has the number %lld now\n", entity_get(found->kind)->name,
				(long long)found->number, (long long)now.number);
		}
		record_fini(&now);
	}
	return ok;
}

static bool report_documents(struct mender *mender, struct err *err)
{
	struct rows rows;
	rows_open(&rows, mender->store, QUERY_REPAIR_DOCUMENTS, NULL);
	while (rows_next(&rows)) {
		buf_printf(&mender->out->report, "INC-%lld %s %lld: the document kept for the next one is lost\n",
			(long long)rows_int(&rows, "incident_number"), rows_text(&rows, "kind"),
			(long long)rows_int(&rows, "number"));
		mender->out->bytes_lost++;
	}
	return rows_close(&rows, err);
}

bool mender_report(struct mender *mender, struct err *err)
{
	return report_rows(mender, err) && report_doubts(mender, err) && report_numbers(mender, err) &&
	       report_documents(mender, err);
}
