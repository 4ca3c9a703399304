/* What a document says about itself: title, reference, date, zone, status, severity, people. */
#include "intake/postmortem.h"

#include "base/text.h"
#include "suite.h"

/* 2024-03-20 12:00 UTC */
#define NOW INT64_C(1710936000000)

struct row {
	const char *name; /* of the file */
	const char *text;
	const char *read; /* "title | field=value …": only the fields asked for */
};

static void put_field(struct buf *out, const struct record *record, int field)
{
	if (!record_has(record, field))
		return;
	buf_printf(out, "%s%s=", out->len ? "; " : "", entity_get(record->kind)->fields[field].name);
	if (field == INCIDENT_STARTED)
		when_format(out, record_int(record, field), "UTC", WHEN_MINUTE);
	else
		buf_puts(out, record_text(record, field));
}

static char *show(const struct postmortem *p)
{
	struct buf out = { 0 };
	for (size_t field = 0; field < entity_get(ENTITY_INCIDENT)->count; field++)
		put_field(&out, &p->incident, (int)field);
	for (size_t i = 0; i < p->found.items.count; i++) {
		const struct record *record = &p->found.items.items[i].record;
		if (record->kind == ENTITY_ROLE)
			buf_printf(&out, "%s%s: %s", out.len ? "; " : "", record_text(record, ROLE_NAME), record_text(record, ROLE_PERSON));
	}
	return buf_steal(&out);
}

static void read_rows(const struct row *rows, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		struct intake_context context = { .now = NOW, .zone = "UTC", .name = rows[i].name ? rows[i].name : "" };
		struct postmortem p;
		struct err err = { 0 };
		ck_assert_msg(postmortem_read(&p, rows[i].text, strlen(rows[i].text), &context, &err), "%s", err.text);
		char *shown = show(&p);
		ck_assert_msg(text_equal(shown, rows[i].read), "%s\n  is   %s\n  not  %s", rows[i].text, shown, rows[i].read);
		free(shown);
		postmortem_fini(&p);
	}
}

START_TEST(titles_lose_what_only_says_that_they_are_of_a_postmortem)
{
	static const struct row rows[] = {
		{ NULL, "# Shop answers 500\n", "title=Shop answers 500" },
		{ NULL, "Shop answers 500\n================\n", "title=Shop answers 500" },
		{ NULL, "# Post-mortem: shop answers 500\n", "title=shop answers 500" },
		{ NULL, "# Postmortem for slow search\n", "title=slow search" },
		{ NULL, "# Incident Report - slow search\n", "title=slow search" },
		{ NULL, "# Post-Incident Summary: slow search\n", "title=slow search" },
		{ NULL, "# Shop: Post-mortem: slow search\n", "title=Shop: slow search" },
		{ NULL, "# **Slow** [search](https://a.example)\n", "title=Slow search" },
		{ NULL, "# Outage of the shop\n", "title=Outage of the shop" },
		{ NULL, "# RCA: slow search (incident #7)\n", "title=slow search; ref=7" },
		{ NULL, "# [SEV-2] INC-12: slow search\n", "title=slow search; ref=INC-12; severity=SEV2" },
		{ NULL, "# INC0012345 - slow search (SEV1)\n", "title=slow search; ref=INC0012345; severity=SEV1" },
		{ NULL, "# slow search (several of them)\n", "title=slow search (several of them)" },
		{ NULL, "# 2024-03-01 Incident report: slow search\n", "title=slow search; started=2024-03-01 00:00 UTC" },
		{ NULL, "# Incident on 2024-03-01 - slow search\n", "title=slow search; started=2024-03-01 00:00 UTC" },
		{ NULL, "# Incident on 2024-03-01 in the north\n",
			"title=Incident on 2024-03-01 in the north; started=2024-03-01 00:00 UTC" },
		{ NULL, "# Slow search | 10:28AM March 7th, 2024\n", "title=Slow search; started=2024-03-07 00:00 UTC" },
		{ NULL, "# Slow search on Tuesday, March 5th, 2024\n",
			"title=Slow search on Tuesday, March 5th, 2024; started=2024-03-05 00:00 UTC" },
		{ "slow-search.md", "# Post-Incident Report\n", "title=slow search" },
		{ "8f2b01.md", "# Post-Incident Report\n", "title=Post-Incident Report" },
		{ "2024-03-01-slow-search.md", "nothing but text here, and more of it.\n",
			"title=slow search; started=2024-03-01 00:00 UTC" },
		{ "slow-search.md", "## Timeline\n\n## Root cause\n", "title=slow search" },
		{ NULL, "Slow search in March\n\nIt was slow.\n\n## Impact\n", "title=Slow search in March" },
		{ NULL, "---\ntitle: \"Slow: search\"\n---\n# Other\n", "title=Slow: search" },
		{ NULL, "+++\ntitle = 'Slow search'\n+++\ntext\n", "title=Slow search" },
		{ NULL, "# 障害報告: 検索が遅い\n", "title=検索が遅い" },
		{ NULL, "# 要約が表示されない\n\n## 影響\n", "title=要約が表示されない" },
		{ NULL, "# Slow search - Incident report.\n", "title=Slow search" },
	};
	read_rows(rows, LENGTH(rows));
}
END_TEST

START_TEST(references_are_the_teams_numbers)
{
	static const struct row rows[] = {
		{ "INC-12.md", "# a title\n", "title=a title; ref=INC-12" },
		{ "PM2019-009 - slow.md", "# a title\n", "title=a title; ref=PM2019-009" },
		{ NULL, "# a title\n\nIncident ID: 4711\n", "title=a title; ref=4711" },
		{ NULL, "# a title\n\n**Ticket:** [OPS-5](https://a.example/OPS-5)\n", "title=a title; ref=OPS-5" },
		{ NULL, "# Incident 37: a title\n", "title=a title; ref=37" },
		{ NULL, "# Why CVE-2021-44228 and SHA-256 hurt\n", "title=Why CVE-2021-44228 and SHA-256 hurt" },
		{ NULL, "---\ndetected_at: 2024-03-01T14:05:00Z\n---\n# a title\n", "title=a title; started=2024-03-01 00:00 UTC" },
		{ NULL, "# a title\n\nStatut: ✅ RÉSOLU\n", "title=a title; status=resolved" },
		{ NULL, "# Incident 2024-03-01\n", "title=Incident 2024-03-01; started=2024-03-01 00:00 UTC" },
	};
	read_rows(rows, LENGTH(rows));
}
END_TEST

START_TEST(details_stand_in_lines_lists_tables_headings_and_front_matter)
{
	static const char *const read = "title=T; severity=SEV1; status=resolved; started=2024-03-01 00:00 UTC; author: Ana; author: Bo";
	static const char *const texts[] = {
		"# T\n\n**Date:** 2024-03-01\n**Authors:** Ana, Bo\n**Status:** Resolved\n**Severity:** SEV-1\n",
		"# T\n\nDate: 2024-03-01  \nAuthors: Ana and Bo  \nStatus: Resolved  \nSeverity: Critical\n",
		"# T\n\n- **Date**: 2024-03-01\n- **Authors**: Ana & Bo\n- **Status**: resolved\n- **Severity**: P1\n",
		"# T\n\n- Date: March 1st, 2024\n- Authors:\n  - Ana\n  - Bo\n- Status: ✅ fixed\n- Severity: 🔴 Critical\n",
		"# T\n\n| Date | 2024-03-01 |\n|---|---|\n| Authors | Ana, Bo |\n| Status | Resolved |\n| Severity | 1 |\n",
		"# T\n\n| Field | Value |\n|---|---|\n| **Date** | 2024-03-01 |\n| Author(s) | Ana; Bo |\n| Status | done |\n| Sev | 1 |\n",
		"# T\n\n| Date | Authors | Status | Severity |\n|---|---|---|---|\n| 2024-03-01 | Ana, Bo | over | SEV1 |\n",
		"# T\n\n### Date\n\n2024-03-01\n\n### Authors\n\nAna and Bo\n\n### Status\n\nSolved\n\n### Severity\n\nCritical\n",
		"# T\n\n## More\n\n| 項目 | 値 |\n|---|---|\n| 日付 | 2024-03-01 |\n| 作成者 | Ana、Bo |\n| 状态 | 已解决 |\n| 重大度 | SEV-1（大） |\n",
		"# T\n\n**Date**: 2024-03-01 | **Authors**: Ana, Bo | **Status**: resolved | **Severity**: SEV1\n",
		"---\ndate: 2024-03-01\nauthors: [Ana, Bo]\nstatus: resolved\nseverity: sev1\n---\n# T\n",
		"---\ndate: 2024-03-01\nauthors:\n  - Ana\n  - \"Bo\"\nstatus: resolved\nseverity: critical\n---\n# T\n",
		"# T\n\n## Incident details\n\n**Datum:** 1. März 2024\n\n**Autoren:** Ana und Bo\n\n**Status:** behoben\n\n**Schweregrad:** kritisch\n",
		"# T\n\nDate : 1er mars 2024\n\nAuteurs : Ana et Bo\n\nStatut : résolu\n\nGravité : critique\n",
		"# T\n\nFecha: 1 de marzo de 2024\n\nAutores: Ana y Bo\n\nEstado: resuelto\n\nSeveridad: crítica\n",
		"# T\n\n日付：2024年3月1日\n\n作成者：Ana、Bo\n\nステータス：解決済み\n\n重要度：致命的\n",
	};
	for (size_t i = 0; i < LENGTH(texts); i++)
		read_rows(&(struct row){ NULL, texts[i], read }, 1);
}
END_TEST

START_TEST(people_have_the_parts_that_are_written)
{
	static const struct row rows[] = {
		{ NULL, "# T\nBy: Max Fan\n", "title=T; author: Max Fan" },
		{ NULL, "# T\n\n**<span style=\"color: red\">Author:</span>** <b>Max Fan</b>\n", "title=T; author: Max Fan" },
		{ NULL, "# <font color=red>T</font>\n\n- <strong>Author</strong>: Max <x@a.example>\n", "title=T; author: Max <x@a.example>" },
		{ NULL, "# T\n\n**Incident Commander:** Ana Ruiz <ana@a.example>\n", "title=T; commander: Ana Ruiz <ana@a.example>" },
		{ NULL, "# T\n\n| Role | Name |\n|---|---|\n| Incident commander | ana |\n| Scribe | bo, cy |\n| Magician | TBD |\n",
			"title=T; commander: ana; scribe: bo; scribe: cy" },
		{ NULL, "# T\n\n## Participants\n\n- Ana Ruiz (IC)\n- Comms: Bo\n- Cy\n", "title=T; commander: Ana Ruiz; comms: Bo; participant: Cy" },
		{ NULL, "# T\n\n## Root cause\n\nx\n\n## Attendees\n\n- AN\n- @bo\n", "title=T; attendee: AN; attendee: @bo" },
		{ NULL, "# T\n\n## Root cause\n\nx\n\n**Incident Commander:** Ana\n", "title=T; commander: Ana" },
		{ NULL, "# T\n\nAuthors: Jo Lo (@jo) and Tom, jr (@tom)\n", "title=T; author: Jo Lo (@jo); author: Tom; author: jr (@tom)" },
		{ NULL, "# T\n\nOwner: [Ana](https://a.example/ana)\n", "title=T; owner: Ana" },
		{ NULL, "# T\n\nDetectado por: Jo (whom a user told of it at noon on that day)\n", "title=T; reporter: Jo" },
		{ NULL, "# T\n\nAuthor: TBD\nOwner: [Name]\n", "title=T" },
		{ NULL, "# T\n\nAuthor: the whole team of people who were there that night\n", "title=T" },
		{ NULL, "# T\n\n## Action items\n\n- Owner: Ana\n", "title=T" },
	};
	read_rows(rows, LENGTH(rows));
}
END_TEST

START_TEST(the_zone_is_read_from_a_sentence_a_heading_or_a_column)
{
	static const struct row rows[] = {
		{ NULL, "# T\n\n## Timeline\n\nAll times are in CET.\n", "title=T; timezone=+01:00" },
		{ NULL, "# T\n\n## Timeline\n\n_All times in UTC unless noted._\n", "title=T; timezone=UTC" },
		{ NULL, "# T\n\n## Timeline (PST)\n", "title=T; timezone=-08:00" },
		{ NULL, "# T\n\n## Timeline (all times Europe/Berlin)\n", "title=T; timezone=Europe/Berlin" },
		{ NULL, "# T\n\n| Time (UTC+2) | Event |\n|---|---|\n| 10:00 | x |\n", "title=T; timezone=+02:00" },
		{ NULL, "# T\n\n| Date and time in CET | Event |\n|---|---|\n", "title=T; timezone=+01:00" },
		{ NULL, "# T\n\nTime zone: America/New_York\n", "title=T; timezone=America/New_York" },
		{ NULL, "# T\n\nAlle Zeiten in MESZ.\n", "title=T; timezone=+02:00" },
		{ NULL, "# T\n\nThe screenshot has timestamps in UTC+2.\n", "title=T" },
		{ NULL, "# T\n\nThe job ran many times. UTC was not used.\n", "title=T" },
	};
	read_rows(rows, LENGTH(rows));
}
END_TEST

START_TEST(the_date_is_the_most_telling_one)
{
	static const struct row rows[] = {
		{ "2024-03-02-x.md", "# T\n\nDate: 2024-03-01\n", "title=T; started=2024-03-01 00:00 UTC" },
		{ "2024-03-02-x.md", "# T\n", "title=T; started=2024-03-02 00:00 UTC" },
		{ NULL, "# T\n\nOn March 1, 2024, it broke.\n", "title=T; started=2024-03-01 00:00 UTC" },
		{ NULL, "# T\n\nDate: 03/04/2024\n\nIt was seen on 24/02/2024.\n", "title=T; started=2024-04-03 00:00 UTC" },
		{ "2023-03-04.md", "# T\n\nDate: 03/04/2023\n", "title=T; started=2023-03-04 00:00 UTC" },
		{ NULL, "# T\n\n**Start:** 2024-03-01 14:05 UTC\n", "title=T; started=2024-03-01 14:05 UTC" },
		{ NULL, "# T\n\nDate: 2024-03-01\nDuration: 14:05 to 15:00 PST\n", "title=T; started=2024-03-01 22:05 UTC" },
		{ NULL, "# T\n\nDate: January 14-19, 2024\n", "title=T; started=2024-01-14 00:00 UTC" },
		{ NULL, "# T\n\nDate: TBD\n", "title=T" },
		{ NULL, "# T\n\n| 影響期間 | 2024-03-01 〜 2024-03-04（4 日間） |\n|---|---|\n", "title=T; started=2024-03-01 00:00 UTC" },
		{ NULL, "# T\n\n## Timeline\n\n- ??:?? x\n- 2024-03-01 10:00 y\n", "title=T; started=2024-03-01 00:00 UTC" },
	};
	read_rows(rows, LENGTH(rows));
}
END_TEST

START_TEST(status_review_services_and_tags_are_read)
{
	static const struct row rows[] = {
		{ NULL, "# T\n\nStatus: Complete, action items in progress\n", "title=T; status=closed" },
		{ NULL, "# T\n\nStatus: not resolved\n", "title=T; status=investigating" },
		{ NULL, "# T\n\nStatus: Draft\n", "title=T; review=draft" },
		{ NULL, "# T\n\nStatus: in review\n", "title=T; review=in-review" },
		{ NULL, "# T\n\nSeverity: Major (all of the shop)\n", "title=T; severity=SEV2" },
		{ NULL, "# T\n\nPriority: P0\n", "title=T; severity=SEV1" },
		{ NULL, "# T\n\nSeverity: some\n", "title=T" },
		{ NULL, "# T\n\nAffected services: payments api, web\nTags: dns, #tls\n", "title=T; tags=dns,tls; services=payments-api,web" },
		{ NULL, "# T\n\nServices affected: everything that customers could see in the shop\n", "title=T" },
		{ NULL, "---\ntags:\n- dns\n- tls\n---\n# T\n", "title=T; tags=dns,tls" },
	};
	read_rows(rows, LENGTH(rows));
}
END_TEST

START_TEST(what_cannot_be_read_or_disagrees_is_noted)
{
	static const struct {
		const char *name, *text, *note;
	} rows[] = {
		{ "", "# T\n\nSeverity: some\n", "no severity is known for 'some'" },
		{ "", "# T\n\nStatus: purple\n", "no status is known for 'purple'" },
		{ "2024-03-02-x.md", "# T\n\nDate: 2024-03-01\n", "the date says 2024-03-01, the file's name 2024-03-02" },
		{ "", "# T on Tuesday, March 5th\n", "the document's date: no year is given: the latest that fits" },
		{ "", "# T\n\nDate: 03/04/2024\n", "the document's date: day and month may be the other way round" },
	};
	for (size_t i = 0; i < LENGTH(rows); i++) {
		struct intake_context context = { .now = NOW, .zone = "UTC", .name = rows[i].name };
		struct postmortem p;
		ck_assert(postmortem_read(&p, rows[i].text, strlen(rows[i].text), &context, NULL));
		ck_assert_msg(p.found.notes.count == 1, "%s: %zu notes", rows[i].text, p.found.notes.count);
		ck_assert_str_eq(p.found.notes.items[0].text, rows[i].note);
		postmortem_fini(&p);
	}
}
END_TEST

START_TEST(blocks_are_claimed_if_all_they_say_is_in_fields)
{
	static const struct {
		const char *text;
		size_t block;
		bool claimed;
	} rows[] = {
		{ "# T\n\n**Date:** 2024-03-01\n**Status:** resolved\n", 1, true },
		{ "# T\n\n- Date: 2024-03-01\n- Authors: Ana, Bo\n", 1, true },
		{ "# T\n\n### Date\n\n2024-03-01\n", 2, true },
		{ "# T\n\n| Role | Name |\n|---|---|\n| IC | ana |\n", 1, true },
		{ "# T\n\n**Date:** 2024-03-01\nIt was cold.\n", 1, false },
		{ "# T\n\n**Date:** 2024-03-01 to 2024-03-04\n", 1, false },
		{ "# T\n\nStatus: complete, but for two action items\n", 1, false },
		{ "# T\n\nSeverity: critical\n", 1, false },
		{ "# T\n\nAuthors: Ana and everybody else who was there that night\n", 1, false },
		{ "# T\n\nDate: 2024-03-01\nDate: 2024-03-02\n", 1, false },
	};
	for (size_t i = 0; i < LENGTH(rows); i++) {
		struct intake_context context = { .now = NOW, .zone = "UTC", .name = "" };
		struct postmortem p;
		ck_assert(postmortem_read(&p, rows[i].text, strlen(rows[i].text), &context, NULL));
		ck_assert_uint_lt(rows[i].block, p.blocks.count);
		ck_assert_msg(p.found.claimed[rows[i].block] == rows[i].claimed, "%s", rows[i].text);
		postmortem_fini(&p);
	}
}
END_TEST

START_TEST(milestones_of_the_head_are_events_unless_the_timeline_has_them)
{
	static const struct {
		const char *text, *events;
	} rows[] = {
		{ "---\nstart_time: 2024-03-01T14:05:00Z\nend_time: 2024-03-01T15:00:00Z\n---\n# T\n",
			"14:05 impact Start time: 2024-03-01T14:05:00Z\n15:00 resolved End time: 2024-03-01T15:00:00Z\n" },
		{ "# T\n\nDate: 2024-03-01\nDetected: 14:07 UTC\nResolved: 15:00 UTC\n",
			"14:07 detected Detected: 14:07 UTC\n15:00 resolved Resolved: 15:00 UTC\n" },
		{ "# T\n\nDate: 2024-03-01\nDuration: 14:05 - 15:00\n",
			"14:05 impact Duration: 14:05 - 15:00\n15:00 resolved Duration: 14:05 - 15:00\n" },
		{ "# T\n\nDate: 2024-03-01\nDuration: 22 minutes (06:30 – 06:52)\n",
			"06:30 impact Duration: 22 minutes (06:30 – 06:52)\n06:52 resolved Duration: 22 minutes (06:30 – 06:52)\n" },
		{ "# T\n\nDate: 2024-03-01\nDuration: 55 minutes\n", "" },
		{ "# T\n\nStart: 14:05\n", "" },
		{ "# T\n\nStart: 2024-03-01 14:05\n\n## Timeline\n\nAn alarm of ours was noticed at 14:05, and people looked into it for long.\n",
			"14:05 note An alarm of ours was noticed at 14:05, and people looked into it for long.\n14:05 impact Start: 2024-03-01 14:05\n" },
		{ "# T\n\nDate: 2024-03-01\nStart: 14:05\n\n## Timeline\n\n- 14:05 a pod restarts\n- 14:09 somebody looks\n",
			"14:05 impact a pod restarts\n14:09 note somebody looks\n" },
	};
	for (size_t i = 0; i < LENGTH(rows); i++) {
		struct intake_context context = { .now = NOW, .zone = "UTC", .name = "" };
		struct postmortem p;
		struct buf out = { 0 };
		ck_assert(postmortem_read(&p, rows[i].text, strlen(rows[i].text), &context, NULL));
		for (size_t j = 0; j < p.found.items.count; j++) {
			const struct record *event = &p.found.items.items[j].record;
			if (event->kind != ENTITY_EVENT)
				continue;
			when_format(&out, record_int(event, EVENT_AT), "UTC", WHEN_CLOCK);
			buf_printf(&out, " %s %s\n", record_text(event, EVENT_KIND), record_text(event, EVENT_TEXT));
		}
		ck_assert_str_eq(buf_text(&out), rows[i].events);
		buf_fini(&out);
		postmortem_fini(&p);
	}
}
END_TEST

START_TEST(a_long_document_is_read_in_little_time)
{
	static const char *const lines[] = { "Author: Ana, Bo and Cy\n", "- Date: 03/04/2024 times \n", "Times times times times ", "[[[[[[[[",
		"| Role | Name |\n|---|---|\n| IC | ana |\n\n", "# Timeline (((\n", "10:00 PM 1/2/24 ", "Postmortem: " };
	for (size_t i = 0; i < LENGTH(lines); i++) {
		struct buf text = { 0 };
		struct intake_context context = { .now = NOW, .zone = "UTC", .name = "" };
		struct postmortem p;
		struct err err = { 0 };
		bool title = i + 1 == LENGTH(lines);
		buf_puts(&text, title ? "# " : "");
		while (text.len < (title ? 1024 : 512) * 1024)
			buf_puts(&text, lines[i]);
		if (postmortem_read(&p, buf_text(&text), text.len, &context, &err))
			ck_assert_uint_le(found_count(&p.found, ENTITY_ROLE), 200);
		postmortem_fini(&p);
		buf_fini(&text);
	}
}
END_TEST

RUN_TESTS("postmortem head", titles_lose_what_only_says_that_they_are_of_a_postmortem, references_are_the_teams_numbers,
	details_stand_in_lines_lists_tables_headings_and_front_matter, people_have_the_parts_that_are_written,
	the_zone_is_read_from_a_sentence_a_heading_or_a_column, the_date_is_the_most_telling_one,
	status_review_services_and_tags_are_read, what_cannot_be_read_or_disagrees_is_noted,
	blocks_are_claimed_if_all_they_say_is_in_fields, milestones_of_the_head_are_events_unless_the_timeline_has_them, a_long_document_is_read_in_little_time)
