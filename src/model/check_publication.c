/* Checks of how it is made known. */
#include "model/check_rows.h"

#include "base/text.h"

static const int64_t day = INT64_C(86400000);

/* When it was over, ms; 0: it is not, or nobody knows when. */
static int64_t end_of(const struct check_input *input)
{
	int64_t end = 0;
	for (size_t i = 0; i < input->milestones->count; i++) {
		const struct record *event = &input->milestones->items[i];
		if (text_equal(record_text(event, EVENT_KIND), milestone_name(MILESTONE_RESOLVED)))
			end = record_int(event, EVENT_AT) > end ? record_int(event, EVENT_AT) : end;
	}
	return end;
}

static void find_late(struct check_run *run, const struct check_input *input)
{
	int64_t end = end_of(input);
	int64_t until = input->published_first ? input->published_first : input->now;
	struct buf days = { 0 };
	if (!end || !input->publish_days || until - end <= input->publish_days * day)
		return;
	buf_printf(&days, "%lld days after it was over%s", (long long)((until - end) / day),
		input->published_first ? "" : " it is not published");
	check_found(run, ENTITY_INCIDENT, 0, "", buf_text(&days));
	buf_fini(&days);
}

static void find_no_review(struct check_run *run, const struct check_input *input)
{
	if (!input->publications->count || !input->reviews)
		return;
	for (size_t i = 0; i < input->reviews->count; i++)
		if (text_equal(record_text(&input->reviews->items[i], REVIEW_KIND), "approve"))
			return;
	check_missing(run, ENTITY_INCIDENT);
}

static const struct check rows[] = {
	{ "late", CHECK_WARNING, "late: {what}", "SRE Workbook, ch. 10: Promptness", "publish", "", find_late, .ours = true,
		.why = "What people remember fades, and readers wait for an answer. The option publish.days says how many "
		       "days there are; seven come from the source." },
	{ "unreviewed", CHECK_WARNING, "it was published and nobody approved it",
		"SRE Book, ch. 15: No Postmortem Left Unreviewed", "review request", "PERSON", find_no_review,
		.why = "A second pair of eyes sees what the author takes for granted." },
};

const struct check_set check_set_publication = { rows, LENGTH(rows) };
