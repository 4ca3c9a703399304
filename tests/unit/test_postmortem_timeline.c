/* Events out of documents: the forms that timelines have. */
#include "suite.h"

#include <stdio.h>

#include "base/text.h"
#include "intake/postmortem.h"
#include "intake/timeline.h"

/* One event in a line: time, how exact unless to the minute, kind unless a note, author, text, link. */
static void put_event(const struct found_item *item, struct buf *out)
{
	const struct record *event = &item->record;
	const char *precision = record_text(event, EVENT_PRECISION), *kind = record_text(event, EVENT_KIND);
	when_format_offset(out, record_int(event, EVENT_AT), (int)record_int(event, EVENT_OFFSET), WHEN_MINUTE);
	if (!text_equal(precision, "minute"))
		buf_printf(out, " (%s)", precision);
	if (!text_equal(kind, "note"))
		buf_printf(out, " !%s", kind);
	if (record_has(event, EVENT_AUTHOR))
		buf_printf(out, " @%s", record_text(event, EVENT_AUTHOR));
	buf_printf(out, " %s", record_text(event, EVENT_TEXT));
	if (record_has(event, EVENT_LINK))
		buf_printf(out, " -> %s", record_text(event, EVENT_LINK));
	buf_putc(out, '\n');
}

static const struct intake_context context = { .now = INT64_C(1717236000000), .zone = "UTC", .name = "" };

static void read_events(const char *document, struct buf *out, unsigned *covered)
{
	struct postmortem p;
	struct err err = { 0 };
	ck_assert_msg(postmortem_read(&p, document, strlen(document), &context, &err), "%s", err.text);
	for (size_t i = 0; i < p.found.items.count; i++) {
		const struct found_item *item = &p.found.items.items[i];
		if (item->record.kind != ENTITY_EVENT)
			continue;
		put_event(item, out);
		ck_assert_uint_le(item->from, item->to);
		ck_assert_uint_le(item->to, strlen(document));
	}
	for (size_t i = 0; covered && i < p.sections.count; i++)
		*covered += (p.sections.items[i].covers & COVERS_EVENTS) != 0;
	postmortem_fini(&p);
}

static void check_events(const char *name, const char *document, const char *events)
{
	struct buf out = { 0 };
	read_events(document, &out, NULL);
	ck_assert_msg(text_equal(buf_text(&out), events), "%s:\n%s--- instead of\n%s", name, buf_text(&out), events);
	buf_fini(&out);
}

#define T "# Outage of the shop\n\n## Timeline\n\n"
#define D "# Outage of the shop, 2024-03-01\n\n## Timeline\n\n"

static const struct {
	const char *name, *document, *events;
} forms[] = {
	{ "a list under a day", T "### 2024-03-01\n\n- 10:03 UTC: the queue grows\n- 10:07 UTC: workers restart\n",
		"2024-03-01 10:03 UTC the queue grows\n2024-03-01 10:07 UTC workers restart\n" },
	{ "a day heading beside the timeline's", T "\n## 2024-03-01\n\n- 10:03 UTC a\n\n## 2024-03-02\n\n- 09:00 UTC b\n\n## Causes\n\n- 10:00 c\n",
		"2024-03-01 10:03 UTC a\n2024-03-02 09:00 UTC b\n" },
	{ "bold dates at the start of paragraphs", T "**2024-03-01 (15:00):** Orders\nfail.\n\nNobody knows why.\n\n**2024-03-01 (15:10):** They work.\n",
		"2024-03-01 15:00 UTC Orders\nfail.\n\nNobody knows why.\n2024-03-01 15:10 UTC They work.\n" },
	{ "bold that goes on behind the time", T "- **2024-03-01 15:00 UTC orders fail** for all\n",
		"2024-03-01 15:00 UTC **orders fail** for all\n" },
	{ "a heading for each event", T "### 2024-03-01 15:00 UTC\n\nOrders fail.\n\n- in Europe\n- in Asia\n\n### 2024-03-01 15:20 UTC: all is well\n",
		"2024-03-01 15:00 UTC Orders fail.\n\n- in Europe\n- in Asia\n2024-03-01 15:20 UTC all is well\n" },
	{ "a heading that is a day without times", T "### 2024-03-01\n\nOrders fail.\n\n### 2024-03-04\n\nThey work.\n",
		"2024-03-01 00:00 UTC (day) Orders fail.\n2024-03-04 00:00 UTC (day) They work.\n" },
	{ "nested lists under dates", T "- 2024-03-01\n  - 10:03 UTC a\n  - 10:05 UTC b\n    - more of b\n- 2024-03-02\n  - 08:00 UTC c\n",
		"2024-03-01 10:03 UTC a\n2024-03-01 10:05 UTC b\n\n- more of b\n2024-03-02 08:00 UTC c\n" },
	{ "entries under entries", T "- 2024-03-01 10:03 UTC roll-out begins\n  - 10:04 UTC canary is fine\n  - 10:09 UTC the rest follows\n- 10:30 UTC alarms\n",
		"2024-03-01 10:03 UTC roll-out begins\n2024-03-01 10:04 UTC canary is fine\n2024-03-01 10:09 UTC the rest follows\n2024-03-01 10:30 UTC alarms\n" },
	{ "several in a paragraph, by line", T "2024-03-01 10:03 UTC - a\n2024-03-01 10:04 UTC - b\ngoes on\n2024-03-01 10:05 UTC - c\n",
		"2024-03-01 10:03 UTC a\n2024-03-01 10:04 UTC b\ngoes on\n2024-03-01 10:05 UTC c\n" },
	{ "a heading that lacks its blank ends it", "###Timeline\n\n2024-03-01 10:03 UTC a\n\n###Prevention\n\n- b\n",
		"2024-03-01 10:03 UTC a\n" },
	{ "before and between in Spanish", T "- 2024-03-01 10:03 UTC a\n- antes de las 10:10 UTC b\n- entre 10:20 y 10:25 UTC c\n",
		"2024-03-01 10:03 UTC a\n2024-03-01 10:10 UTC (about) antes de las 10:10 UTC b\n2024-03-01 10:20 UTC until 10:25: entre 10:20 y 10:25 UTC c\n" },
	{ "a date in a line of its own", T "01 Mar 2024\n10:03 UTC - a\n\n02 Mar 2024\n\n11:03 UTC - b\n",
		"2024-03-01 10:03 UTC a\n2024-03-02 11:03 UTC b\n" },
	{ "a time in a line of its own", T "March 1, 2024: 1:23pm UTC\nOrders fail\n\nMarch 1, 2024: 1:40pm UTC\n\nThey work\n",
		"2024-03-01 13:23 UTC Orders fail\n2024-03-01 13:40 UTC They work\n" },
	{ "pictures and code behind an item", T "- 2024-03-01 10:03 UTC a\n\n```\nlog\n```\n\n- 10:05 UTC b\n\n![graph](g.png)\n\nIt was a long night.\n",
		"2024-03-01 10:03 UTC a\n\n```\nlog\n```\n2024-03-01 10:05 UTC b\n\n![graph](g.png)\n" },
	{ "an item among others without a time", T "- 2024-03-01 10:03 UTC a\n- b\n- 10:05 UTC c\n",
		"2024-03-01 10:03 UTC a\n2024-03-01 10:03 UTC (about) b\n2024-03-01 10:05 UTC c\n" },
	{ "an item among others with a label", T "- 2024-03-01 10:03 UTC a\n- 10:05 UTC c\n- **Impact**: all\n",
		"2024-03-01 10:03 UTC a\n2024-03-01 10:05 UTC c\n" },
	{ "milestones, and paragraphs elsewhere", "# Outage\n\n- **Key events**\n  - Detected 2024-03-01 10:03 UTC\n- **Context**:\n\n"
		"2024-03-01 10:03 UTC - a\n\n2024-03-01 10:04 UTC - b\n\n2024-03-01 10:05 UTC - c\n\n- **Causes**:\n  - d\n",
		"2024-03-01 10:03 UTC !detected Detected\n2024-03-01 10:03 UTC a\n2024-03-01 10:04 UTC b\n2024-03-01 10:05 UTC c\n" },
	{ "a range", T "- 2024-03-01 10:03 - 10:20 UTC: a\n", "2024-03-01 10:03 UTC until 10:20: a\n" },
	{ "ordered lists and tasks", T "1. 2024-03-01 10:03 UTC a\n2. 10:05 UTC b\n\n* [x] 10:07 UTC c\n",
		"2024-03-01 10:03 UTC a\n2024-03-01 10:05 UTC b\n2024-03-01 10:07 UTC c\n" },
	{ "a quote", T "> - 2024-03-01 10:03 UTC a\n> - 10:05 UTC b\n", "2024-03-01 10:03 UTC a\n2024-03-01 10:05 UTC b\n" },
	{ "a block of code", T "```\n2024-03-01 10:03 UTC disk *full*\n  really\n2024-03-01 10:05 UTC emptied\n```\n",
		"2024-03-01 10:03 UTC disk \\*full\\* really\n2024-03-01 10:05 UTC emptied\n" },
	{ "milestones with the time at the end", T "- First detected 2024-03-01 10:03 UTC\n- Incident declared: 2024-03-01 10:10 UTC\n- Resolved at 2024-03-01 11:00 UTC\n",
		"2024-03-01 10:03 UTC !detected First detected\n2024-03-01 10:10 UTC !declared Incident declared\n2024-03-01 11:00 UTC !resolved Resolved\n" },
	{ "times in tags", T "- **<span style=\"c\">2024-03-01 10:03 UTC:</span>** <i>a</i> *b*\n- <b>10:05 UTC</b> c\n",
		"2024-03-01 10:03 UTC a b\n2024-03-01 10:05 UTC c\n" },
	{ "lines below a name", "# Outage\n\nTimeline\n2024-03-01 10:03 UTC: a\n10:05 UTC: b\n", "2024-03-01 10:03 UTC a\n2024-03-01 10:05 UTC b\n" },
	{ "a time from which nothing is known", T "- T+5 min a\n- T+10 min b\n", "" },
	{ "labelled lines", T "**Time:** 2024-03-01 10:03 UTC\n**Event:** disk full\n**Who:** ana\n\n**Time:** 2024-03-01 10:09 UTC\n**Event:** emptied\n",
		"2024-03-01 10:03 UTC @ana disk full\n2024-03-01 10:09 UTC emptied\n" },
	{ "items with labels below a heading", T "### First\n\n- **Time:** 2024-03-01 10:03 UTC\n- **Description:** disk full\n- **Who:** ana\n\n"
		"### Second\n\n- **Time:** 10:09 UTC\n- **Description:** emptied\n",
		"2024-03-01 10:03 UTC @ana disk full\n2024-03-01 10:09 UTC emptied\n" },
	{ "a label before the time", T "- Mitigation: 2024-03-01 10:30 UTC by rollback\n",
		"2024-03-01 10:30 UTC !mitigated Mitigation: by rollback\n" },
	{ "a label before a range is how long it took", T "- Duration: 2024-03-01 10:30 to 11:30 UTC\n", "" },
	{ "an element that is closed", T "<details><summary>All</summary>\n\n- 2024-03-01 10:03 UTC a\n\n</details>\n",
		"2024-03-01 10:03 UTC a\n" },
	{ "authors before a colon", T "- 2024-03-01 10:03 UTC ana: looks\n- 10:05 UTC bo: looks too\n- 10:06 UTC ana: found it\n- 10:07 UTC @cy: thanks\n",
		"2024-03-01 10:03 UTC @ana looks\n2024-03-01 10:05 UTC @bo looks too\n2024-03-01 10:06 UTC @ana found it\n2024-03-01 10:07 UTC @cy thanks\n" },
	{ "words before a colon that are no names", T "- 2024-03-01 10:03 UTC Update: looks\n- 10:05 UTC Database: grows\n",
		"2024-03-01 10:03 UTC Update: looks\n2024-03-01 10:05 UTC Database: grows\n" },
	{ "links, when there is one", T "- 2024-03-01 10:03 UTC see [it](https://a.example/1)\n- 10:05 UTC [a](https://a.example/1) [b](https://a.example/2)\n- 10:06 UTC ![p](p.png) https://a.example/3.\n",
		"2024-03-01 10:03 UTC see [it](https://a.example/1) -> https://a.example/1\n2024-03-01 10:05 UTC [a](https://a.example/1) [b](https://a.example/2)\n2024-03-01 10:06 UTC ![p](p.png) https://a.example/3. -> https://a.example/3\n" },
	{ "its own form", T "### Fri 1 Mar 2024\n\n- **10:03** *impact* orders fail\n- **~10:05** *acknowledged* on it\n",
		"2024-03-01 10:03 UTC !impact orders fail\n2024-03-01 10:05 UTC (about) !acknowledged on it\n" },
	{ "its own form with authors", T "### Fri 1 Mar 2024\n\n- **10:03** *impact* ana: orders fail\n- **10:05** bo: on it\n\n### Sat 2 Mar 2024\n\n- **10:05** ana: done\n",
		"2024-03-01 10:03 UTC !impact @ana orders fail\n2024-03-01 10:05 UTC @bo on it\n2024-03-02 10:05 UTC @ana done\n" },
	{ "a label instead of a heading", "Shop outage\n\nEvents:\n\n2024-03-01 10:03 : a\n\n10:04 : b\n\nAffected:\n\n10:05 people\n",
		"2024-03-01 10:03 UTC a\n2024-03-01 10:04 UTC b\n" },
	{ "German", "# Ausfall\n\n## Zeitlicher Ablauf\n\n### 3. März 2024\n\n- 14:05 UTC Erkannt\n- 14:10 UTC Störung behoben\n",
		"2024-03-03 14:05 UTC !detected Erkannt\n2024-03-03 14:10 UTC !resolved Störung behoben\n" },
	{ "Japanese", "# 障害\n\n## タイムライン\n\n### 2024年3月1日\n\n- 14時05分 検知\n- 14時10分 復旧\n",
		"2024-03-01 14:05 UTC !detected 検知\n2024-03-01 14:10 UTC !resolved 復旧\n" },
	{ "no timeline, but a list", "# Outage\n\n## Summary\n\nBad.\n\n- 2024-03-01 10:03 UTC a\n- 2024-03-01 10:04 UTC b\n- note\n\n## Actions\n\n- 2024-03-05 10:00 do it\n- 2024-03-06 10:00 do that\n",
		"2024-03-01 10:03 UTC a\n2024-03-01 10:04 UTC b\n2024-03-01 10:04 UTC (about) note\n" },
	{ "no timeline, but what was done", "# Outage\n\n## Actions taken\n\n- 2024-03-01 10:03 UTC a\n- 2024-03-01 10:04 UTC b\n",
		"2024-03-01 10:03 UTC a\n2024-03-01 10:04 UTC b\n" },
	{ "no timeline, but headings", "# Outage\n\n## 2024-03-01 10:03 UTC\n\na\n\n## 2024-03-01 10:10 UTC\n\nb\n\n## Causes\n\nc\n",
		"2024-03-01 10:03 UTC a\n2024-03-01 10:10 UTC b\n" },
	{ "no timeline at all", "# Outage\n\nWe ship at 10:00 every day. On March 1st, 2024 at 9:56AM EAT, I got a mail. It was slow (from 9:50AM to 9:56AM). The patch was merged at 10:15AM.\n",
		"2024-03-01 09:56 +03:00 On March 1st, 2024 at 9:56AM EAT, I got a mail.\n2024-03-01 10:15 +03:00 The patch was merged at 10:15AM.\n" },
	{ "comments of an issue", "# Crash\n\nana commented on 1 Mar 2024\n\nIt is slow.\n\nStill.\n\n**bo** commented on 2 Mar 2024\n\nFixed.\n",
		"2024-03-01 00:00 UTC (day) @ana It is slow.\n\nStill.\n2024-03-02 00:00 UTC (day) @bo Fixed.\n" },
	{ "nothing", T "- when was it noticed\n- what was done\n", "" },
};

START_TEST(lists_paragraphs_headings_and_code_are_read)
{
	check_events(forms[_i].name, forms[_i].document, forms[_i].events);
}
END_TEST

#define ROWS(head, rows) T head "\n" rows

static const struct {
	const char *name, *document, *events;
} tables[] = {
	{ "time and event", ROWS("| Time (UTC) | Event |\n|---|---|", "| 2024-03-01 10:03 | a |\n| 10:05 | b \\| c |\n"),
		"2024-03-01 10:03 UTC a\n2024-03-01 10:05 UTC b | c\n" },
	{ "date and time in columns of their own, the date in the first row",
		ROWS("| Date | Time | Event |\n|---|---|---|", "| 2024-03-01 | 23:50 | a |\n| | 23:55 | b |\n| 2024-03-02 | 00:10 | c |\n"),
		"2024-03-01 23:50 UTC a\n2024-03-01 23:55 UTC b\n2024-03-02 00:10 UTC c\n" },
	{ "the year in the head, weekdays",
		ROWS("| Day | Date (2024) | Time (PT) | Event |\n|---|---|---|---|", "| Fri | Mar 1 | 21:33 | a |\n| Sat | Mar 2 | 08:00 | b |\n"),
		"2024-03-01 21:33 -08:00 a\n2024-03-02 08:00 -08:00 b\n" },
	{ "start, end, who, phase, link",
		ROWS("| Phase | Start | End | Who | What | Link |\n|---|---|---|---|---|---|",
			"| Detection | 2024-03-01 10:03 UTC | 10:10 | ana | alarm | [g](https://g.example) |\n| Resolved | 2024-03-01 11:00 UTC | | bo | done | |\n"),
		"2024-03-01 10:03 UTC !detected @ana until 10:10: alarm -> https://g.example\n2024-03-01 11:00 UTC !resolved @bo done\n" },
	{ "more than one text", ROWS("| Heure (UTC) | Action | Résultat |\n|---|---|---|", "| 2024-03-01 10:03 | redémarrage | rien |\n"),
		"2024-03-01 10:03 UTC redémarrage\n\nRésultat: rien\n" },
	{ "columns known by what is in them", ROWS("| | |\n|---|---|", "| 2024-03-01 10:03 UTC | a |\n| 10:04 UTC | b |\n"),
		"2024-03-01 10:03 UTC a\n2024-03-01 10:04 UTC b\n" },
	{ "a phase and its time", ROWS("| Milestone | Time |\n|---|---|", "| Detected | 2024-03-01 10:03 UTC |\n| Resolved | 2024-03-01 10:30 UTC |\n"),
		"2024-03-01 10:03 UTC !detected Detected\n2024-03-01 10:30 UTC !resolved Resolved\n" },
	{ "milestones that the list has as well",
		ROWS("| Milestone | Time | After the impact began |\n|---|---|---|", "| Detected | 2024-03-01 10:03 UTC | 5 min |\n\n### 2024-03-01\n\n- **10:03 UTC** *detected* alarm\n"),
		"2024-03-01 10:03 UTC !detected alarm\n" },
	{ "what no field holds", ROWS("| Time | Status | Who | Who approved | Event | Links |\n|---|---|---|---|---|---|",
			"| 2024-03-01 10:03 UTC | half-broken | ana | bo | a | see [x](https://x.example) and [y](https://y.example) |\n"),
		"2024-03-01 10:03 UTC @ana a\n\nStatus: half-broken\n\nWho approved: bo\n\nLinks: see [x](https://x.example) and [y](https://y.example)\n" },
	{ "Japanese", ROWS("| 時刻 | 内容 | 担当 |\n|---|---|---|", "| 2024年3月1日 14時05分 | 再起動 | 田中 |\n"),
		"2024-03-01 14:05 UTC @田中 再起動\n" },
	{ "an empty row and one without a time", ROWS("| Time | Event |\n|---|---|", "| 2024-03-01 10:03 UTC | a |\n| | b |\n| | |\n"),
		"2024-03-01 10:03 UTC a\n2024-03-01 10:03 UTC (about) b\n" },
	{ "words instead of times", ROWS("| Time (UTC) | Event |\n|---|---|", "| Days before | a |\n| 2024-03-01 10:03 | b |\n| Then | c |\n| Fix | d |\n"),
		"2024-03-01 10:03 UTC b\n2024-03-01 10:03 UTC (about) Then: c\n2024-03-01 10:03 UTC (about) Fix: d\n" },
	{ "numbers that are no times", ROWS("| Metric | Value |\n|---|---|", "| errors | 12:1 |\n| users | 300 |\n"), "" },
};

START_TEST(rows_of_tables_are_read_by_their_columns)
{
	check_events(tables[_i].name, tables[_i].document, tables[_i].events);
}
END_TEST

static const struct {
	const char *text, *kind;
	bool mark;
} kinds[] = {
	{ "OUTAGE BEGINS - backends melt", "impact", true },
	{ "traffic is back <== outage ends", "resolved", true },
	{ "**Detection:** alarms by the dozen", "detected", true },
	{ "[DETECTED] alarm", "detected", true },
	{ "Monitoring alerts detected a rise of errors", "detected", false },
	{ "Automated monitoring systems triggered alerts for it", "detected", false },
	{ "Monitoring was set up for it", NULL, false },
	{ "resolved: the old index is back", "resolved", false },
	{ "Incident declared, ana leads", "declared", false },
	{ "ana declares incident 465", "declared", false },
	{ "The incident was resolved.", "resolved", false },
	{ "Problem resolved.", "resolved", false },
	{ "All clear", "resolved", false },
	{ "Alert fires in the EU", "detected", false },
	{ "Bo acknowledged the page", "acknowledged", false },
	{ "Paged the database team", "escalation", false },
	{ "Status page updated", "comms", false },
	{ "Customers were notified by mail", "comms", false },
	{ "We decided to wait", "decision", false },
	{ "Deployed build 105 to production", "change", false },
	{ "Rolled back to 4.11", "change", false },
	{ "The fixes tried do not resolve the cause", NULL, false },
	{ "Raising the limit solves part of the problem", NULL, false },
	{ "a mail says that the issue was resolved", NULL, false },
	{ "The incident is not resolved", NULL, false },
	{ "we looked at deployment graphs", NULL, false },
	{ "", NULL, false },
};

START_TEST(kinds_are_read_only_where_the_text_says_so_plainly)
{
	bool mark = false;
	const char *kind = timeline_text_kind(kinds[_i].text, &mark);
	ck_assert_msg(text_equal(kind, kinds[_i].kind), "%s: %s", kinds[_i].text, kind ? kind : "none");
	ck_assert_msg(mark == kinds[_i].mark, "%s: mark", kinds[_i].text);
}
END_TEST

static const struct {
	const char *heading;
	enum timeline_heading means;
} headings[] = {
	{ "Timeline", TIMELINE_YES }, { "4. Timeline (all times UTC)", TIMELINE_YES }, { "Incident Timeline", TIMELINE_YES },
	{ "Chronologie de l'incident", TIMELINE_YES }, { "Línea de tiempo", TIMELINE_YES }, { "Zeitverlauf", TIMELINE_YES },
	{ "タイムライン", TIMELINE_YES }, { "故障经过", TIMELINE_YES }, { "时间线", TIMELINE_YES },
	{ "What happened?", TIMELINE_MAYBE }, { "Events", TIMELINE_MAYBE }, { "Was ist passiert?", TIMELINE_MAYBE },
	{ "Prevention", TIMELINE_NO }, { "Timeline of the follow-up", TIMELINE_NO }, { "Document history", TIMELINE_NO }, { "Eventual consistency", TIMELINE_NO },
	{ "Action items", TIMELINE_NO }, { "", TIMELINE_NO },
};

START_TEST(headings_that_mean_a_timeline_are_known)
{
	ck_assert_msg(timeline_heading(headings[_i].heading) == headings[_i].means, "%s", headings[_i].heading);
}
END_TEST

START_TEST(a_section_is_covered_when_nothing_of_it_is_left_over)
{
	struct buf out = { 0 };
	unsigned all = 0, part = 0;
	read_events(T "All times are in UTC.\n\n### 2024-03-01\n\n- 10:03 a\n  - more\n\n---\n\n- 10:04 b\n", &out, &all);
	read_events(T "Somebody should tidy this up.\n\n- 2024-03-01 10:03 a\n- 10:04 b\n", &out, &part);
	ck_assert_uint_eq(all, 1);
	ck_assert_uint_eq(part, 0);
	buf_fini(&out);
}
END_TEST

/* How sure a time without a day is, and what is said of one that has none. */
static const struct {
	const char *document;
	size_t events;
	const char *said; /* in a doubt or a note, NULL: nothing of a date */
} dates[] = {
	{ "# T\n\nDate: 2024-03-01\n\n## Timeline\n\n- 10:03 UTC a\n", 1, NULL },
	{ "# T, 2024-03-01\n\n## Timeline\n\n- 10:03 UTC a\n", 1, NULL },
	{ "# T\n\nIt broke on 1 March 2024.\n\n## Timeline\n\n- 10:03 UTC a\n", 1, "no date beside it: that of the document" },
	{ "# T, 2024-03-01\n\nDate: 2024-03-03\n\n## Timeline\n\n- 10:03 UTC a\n", 1, "no date beside it: that of the document" },
	{ "# T\n\nDate: 2024-03-01 to 2024-03-04\n\n## Timeline\n\n- 10:03 UTC a\n", 1, "no date beside it: that of the document" },
	{ "# T\n\nStart: 2024-03-01\nEnd: 2024-03-02\n\n## Timeline\n\n- 10:03 UTC a\n", 1, "no date beside it: that of the document" },
	{ "# T\n\nAna Ruiz\n**Due:** 2024-03-09\n\n## Timeline\n\n- 10:03 UTC a\n", 0, "no date in it: 1 time stays text" },
	{ "# T\n\nDue date: 2024-03-09\n\n## Timeline\n\n- 10:03 UTC a\n", 0, "no date in it: 1 time stays text" },
	{ "# T\n\n## Timeline\n\n- 10:03 UTC a\n- T+5 min b\n- Mon 11:00 UTC c\n", 0, "no date in it: 3 times stay text" },
	{ "# T\n\n## Timeline\n\n|Time|Event|\n|---|---|\n|Before|a|\n|2024-03-01 10:03 UTC|b|\n", 1, "it has no time, and none stands before it" },
	{ "# T, 2024-03-01\n\n## Timeline\n\n- 10:03 UTC a\n- 23:00 AM UTC b\n- 14:15pm UTC c\n", 3, NULL },
	{ "# T\n\n<h2>Timeline</h2>\n<ul><li>10:03 UTC a</li></ul>\n", 0, "in HTML tags" },
	{ "# T\n\n## Timeline\n\n- ??:?? a\n- HH:MM b\n", 0, NULL },
};

START_TEST(times_without_a_day_are_as_sure_as_the_day_they_are_given)
{
	struct buf said = { 0 };
	struct postmortem p;
	ck_assert(postmortem_read(&p, dates[_i].document, strlen(dates[_i].document), &context, NULL));
	for (size_t i = 0; i < p.found.items.count; i++)
		buf_printf(&said, "%s\n", p.found.items.items[i].note ? p.found.items.items[i].note : "");
	for (size_t i = 0; i < p.found.notes.count; i++)
		buf_printf(&said, "%s\n", p.found.notes.items[i].text);
	ck_assert_uint_eq(found_count(&p.found, ENTITY_EVENT), dates[_i].events);
	if (dates[_i].said)
		ck_assert_msg(strstr(buf_text(&said), dates[_i].said) != NULL, "%s: %s", dates[_i].document, buf_text(&said));
	else
		ck_assert_msg(strstr(buf_text(&said), "no date") == NULL && !strstr(buf_text(&said), "HTML"), "%s: %s", dates[_i].document, buf_text(&said));
	postmortem_fini(&p);
	buf_fini(&said);
}
END_TEST

/* ---- what nobody writes ------------------------------------------------------------------------------ */

static const struct {
	const char *head, *repeat, *tail;
	size_t count, events; /* 0: any number */
} floods[] = {
	{ D, "- 10:03 a\n", "", 100000, FOUND_ITEMS_MAX },
	{ D "| Time | Event |\n|---|---|\n", "| 10:03 | a |\n", "", 50000, FOUND_ITEMS_MAX },
	{ D, "### 10:03\n\na\n\n", "", 60000, FOUND_ITEMS_MAX },
	{ D, "10:03 a\n", "", 300000, 0 },
	{ D "```\n", "10:03 a\n", "```\n", 400000, FOUND_ITEMS_MAX },
	{ "", "At 10:03 it broke. ", "", 300000, 0 },
	{ T "- 2024-03-01 10:00 a\n", "\n  more\n", "", 60000, 1 },
	{ T, "- 10:03\n", "", 60000, 0 },
	{ T, "ana: ", "", 500000, 0 },
	{ "# Timeline, 2024-03-01\n", "## Timeline\n- 10:03 a\n", "", 40000, 1 },
	{ "", "Timeline:\n\n", "", 60000, 0 },
	{ T "- 10:03 ", "**a** <== ", "", 400000, 0 },
	{ "", "> Timeline:\n", "", 100000, 0 },
};

/* What takes the square of their length does not end before the suite's limit of time. */
START_TEST(floods_are_read)
{
	struct buf document = { 0 }, out = { 0 };
	buf_puts(&document, floods[_i].head);
	for (size_t i = 0; i < floods[_i].count; i++)
		buf_puts(&document, floods[_i].repeat);
	buf_puts(&document, floods[_i].tail);
	struct postmortem p;
	struct err err = { 0 };
	bool read = postmortem_read(&p, buf_text(&document), document.len, &context, &err);
	if (read && floods[_i].events)
		ck_assert_uint_eq(found_count(&p.found, ENTITY_EVENT), floods[_i].events);
	postmortem_fini(&p);
	buf_fini(&document);
	buf_fini(&out);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("postmortem timeline");
	TCase *tcase = tcase_create("timeline");
	suite_add_tcase(suite, tcase);
	tcase_set_timeout(tcase, 60);
	tcase_add_loop_test(tcase, lists_paragraphs_headings_and_code_are_read, 0, (int)LENGTH(forms));
	tcase_add_loop_test(tcase, rows_of_tables_are_read_by_their_columns, 0, (int)LENGTH(tables));
	tcase_add_loop_test(tcase, kinds_are_read_only_where_the_text_says_so_plainly, 0, (int)LENGTH(kinds));
	tcase_add_loop_test(tcase, headings_that_mean_a_timeline_are_known, 0, (int)LENGTH(headings));
	tcase_add_test(tcase, a_section_is_covered_when_nothing_of_it_is_left_over);
	tcase_add_loop_test(tcase, times_without_a_day_are_as_sure_as_the_day_they_are_given, 0, (int)LENGTH(dates));
	tcase_add_loop_test(tcase, floods_are_read, 0, (int)LENGTH(floods));
	SRunner *runner = srunner_create(suite);
	srunner_run_all(runner, CK_ENV);
	int failures = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failures ? EXIT_FAILURE : EXIT_SUCCESS;
}
