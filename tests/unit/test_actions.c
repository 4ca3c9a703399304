/* Action items read from documents in their many forms. */
#include "intake/postmortem.h"

#include "base/text.h"
#include "intake/terms.h"
#include "suite.h"

/* 2026-03-01T12:00:00Z */
static const struct intake_context context = { INT64_C(1772366400000), "UTC", "outage.md" };

/* One line for each item: the title, and its fields by name. */
static void dump(const struct postmortem *p, struct buf *out)
{
	static const struct {
		const char *name;
		int field;
	} fields[] = { { "owner", ACTION_OWNER }, { "team", ACTION_TEAM }, { "due", ACTION_DUE }, { "pri", ACTION_PRIORITY },
		{ "type", ACTION_TYPE }, { "state", ACTION_STATE }, { "link", ACTION_LINK }, { "reason", ACTION_REASON } };
	for (size_t i = 0; i < p->found.items.count; i++) {
		const struct found_item *item = &p->found.items.items[i];
		if (item->record.kind != ENTITY_ACTION)
			continue;
		buf_printf(out, "%s", record_text(&item->record, ACTION_TITLE));
		for (size_t f = 0; f < LENGTH(fields); f++)
			if (record_has(&item->record, fields[f].field))
				buf_printf(out, " %s=%s", fields[f].name, record_text(&item->record, fields[f].field));
		buf_puts(out, "\n");
	}
}

static void check_items(const char *source, const char *expected)
{
	struct postmortem p;
	struct err err = { 0 };
	struct buf out = { 0 };
	ck_assert_msg(postmortem_read(&p, source, strlen(source), &context, &err), "%s", err.text);
	dump(&p, &out);
	ck_assert_msg(text_equal(buf_text(&out), expected), "%s\n--- gives\n%s--- not\n%s", source, buf_text(&out), expected);
	buf_fini(&out);
	postmortem_fini(&p);
}

struct row {
	const char *source, *expected;
};

static void check_rows(const struct row *rows, size_t count, const char *before)
{
	for (size_t i = 0; i < count; i++) {
		struct buf source = { 0 };
		buf_printf(&source, "%s%s\n", before, rows[i].source);
		check_items(buf_text(&source), rows[i].expected);
		buf_fini(&source);
	}
}

START_TEST(columns_are_known_by_name_in_any_order_and_language)
{
	static const struct row rows[] = {
		{ "| Action item | Type | Priority | Owner | Tracking bug |\n|--|--|--|--|--|\n"
		  "| Alert on queue age | detect | P1 | NBT | [issue 5](#ref-5) |",
			"Alert on queue age owner=NBT pri=P1 type=detect link=issue 5\n" },
		{ "| Owner | Due | Status | What |\n|--|--|--|--|\n| @ana | 2026-04-01 | ✅ Done | Rotate the key |",
			"Rotate the key owner=ana due=2026-04-01 state=done\n" },
		{ "| # | Task | Assignee | Deadline | Prio |\n|--|--|--|--|--|\n| 1 | Test restores | Bo | 3 March 2026 | High |\n"
		  "| 2 | Write it down | | TBD | Low |",
			"Test restores owner=Bo due=2026-03-03 pri=P1\nWrite it down pri=P3\n" },
		{ "| Maßnahme | Verantwortlich | Fällig | Status | Priorität |\n|--|--|--|--|--|\n"
		  "| Warteschlange begrenzen | Team Kasse | 31.03.2026 | in Arbeit | hoch |",
			"Warteschlange begrenzen owner=Team Kasse due=2026-03-31 pri=P1 state=doing\n" },
		{ "| Action | Responsable | Échéance | Statut |\n|--|--|--|--|\n| Ajouter une sonde | Léa | 2026-05-02 | ✅ Fait |\n"
		  "| Revoir le seuil | Équipe | prochain sprint | À faire |",
			"Ajouter une sonde owner=Léa due=2026-05-02 state=done\nRevoir le seuil owner=Équipe state=open\n" },
		{ "| Acción | Responsable | Fecha límite | Estado | Prioridad |\n|--|--|--|--|--|\n"
		  "| Limitar reintentos | Marta | 15/04/2026 | Pendiente | Alta |",
			"Limitar reintentos owner=Marta due=2026-04-15 pri=P1 state=open\n" },
		{ "| 対策 | 担当 | 期限 | ステータス | 優先度 |\n|--|--|--|--|--|\n| 監視を追加する | 山田 | 2026年4月10日 | 完了 | 高 |",
			"監視を追加する owner=山田 due=2026-04-10 pri=P1 state=done\n" },
		{ "| 措施 | 责任人 | 截止日期 | 状态 |\n|--|--|--|--|\n| 增加告警 | 王伟 | 2026-04-12 | 进行中 |",
			"增加告警 owner=王伟 due=2026-04-12 state=doing\n" },
		{ "| Ticket | Status |\n|--|--|\n| [Make retries stop](https://x.test/issues/7) | Won't do: too dear |",
			"Make retries stop state=declined link=https://x.test/issues/7 reason=Won't do: too dear\n" },
		{ "| Action | Responsable |\n|--|--|\n| Revoir | ✓ Fait |", "Revoir state=done\n" },
		{ "| Time | Action | Owner |\n|--|--|--|\n| 10:00 | Restarted | ana |", "" },
	};
	check_rows(rows, LENGTH(rows), "# Outage\n\n## Action items\n\n");
}
END_TEST

START_TEST(bullets_say_who_when_and_where_in_many_ways)
{
	static const struct row rows[] = {
		{ "- @ana: add a limit", "add a limit owner=ana\n" },
		{ "- Add a limit (owner: ana)", "Add a limit owner=ana\n" },
		{ "- Add a limit (@ana, P2, due 2026-04-01)", "Add a limit owner=ana due=2026-04-01 pri=P2\n" },
		{ "- [P1] Add a limit - [#12](https://x.test/issues/12)", "Add a limit pri=P1 link=https://x.test/issues/12\n" },
		{ "- Add a limit. Owner: @ana", "Add a limit owner=ana\n" },
		{ "- **Owner:** ana **Due:** 2026-04-01 Add a limit", "Add a limit owner=ana due=2026-04-01\n" },
		{ "- Add a limit — ana, by Friday", "Add a limit — by Friday owner=ana\n" },
		{ "- Add a limit (OPS-12)\n- Add another (acme/shop#7)", "Add a limit link=OPS-12\nAdd another link=acme/shop#7\n" },
		{ "- Add a limit, tracked in https://x.test/issues/3", "Add a limit link=https://x.test/issues/3\n" },
		{ "- Add a limit — Ana\n- Test it — Bo Li", "Add a limit owner=Ana\nTest it owner=Bo Li\n" },
		{ "- [x] Add a limit\n- [ ] Test it", "Add a limit state=done\nTest it\n" },
		{ "- ✅ Add a limit\n- ⏳ Test it\n- Limit is 5 (done)", "Add a limit state=done\nTest it state=doing\nLimit is 5 state=done\n" },
		{ "- ~~Add a limit~~", "Add a limit state=declined\n" },
		{ "- [x] ~~Add a limit~~", "Add a limit state=done\n" },
		{ "- TODO: add a limit\n- WIP: test it", "add a limit\ntest it state=doing\n" },
		{ "1. Add a limit\n2. @bo to test it", "Add a limit\n@bo to test it owner=bo\n" },
		{ "- **Call get('x', null)**: and test(), with `:80` (get('y', null))", "Call get('x', null): and test(), with :80 (get('y', null))\n" },
		{ "- [ ] **[Platform] Add a limit** to it", "Add a limit to it team=Platform\n" },
		{ "- [ ] 上限を設ける。 — **担当:** 山田、**期限:** 2026-04-30。", "上限を設ける。 owner=山田 due=2026-04-30\n" },
		{ "- Umbau (Verantwortlich: Team Kasse, bis 31.12.2026)", "Umbau owner=Team Kasse due=2026-12-31\n" },
		{ "- 上限（負責人：王伟，截止：2026-06-01）", "上限 owner=王伟 due=2026-06-01\n" },
		{ "- Stop it (owner: Ana)\n- Ana: test it\n- @bo add one", "Stop it owner=Ana\ntest it owner=Ana\n@bo add one owner=bo\n" },
		{ "- **Owner**: Sam — write it down", "write it down owner=Sam\n" },
		{ "- Stop it [Pull Request](https://x.test/pull/5)", "Stop it link=https://x.test/pull/5\n" },
		{ "- **Set limits everywhere now**: they were missing in the queue and in the worker, and nobody had looked at the two of them together before",
			"Set limits everywhere now\n" },
		{ "- **Queue**: add a limit", "Queue: add a limit\n" },
		{ "- Handle SHA-256 and UTF-8 (both)", "Handle SHA-256 and UTF-8 (both)\n" },
		{ "- Use the `--all` flag, see [the docs](https://x.test/docs) for how", "Use the --all flag, see the docs for how link=https://x.test/docs\n" },
	};
	check_rows(rows, LENGTH(rows), "# Outage\n\n## Action items\n\n");
}
END_TEST

START_TEST(what_stands_above_items_is_a_group_or_the_item)
{
	static const struct row rows[] = {
		{ "### Backend team\n\n- Add a limit\n\n### Bo's squad:\n\n- Test it", "Add a limit team=Backend team\nTest it team=Bo's squad\n" },
		{ "### Detection\n\n- Add an alert\n\n### Mitigation\n\nNone.\n\n### Process\n\n- Write it down",
			"Add an alert type=detect\nWrite it down type=process\n" },
		{ "**High priority:**\n\n- Add a limit\n\n**In progress (this week):**\n\n- Test it", "Add a limit pri=P1\nTest it state=doing\n" },
		{ "- Prevent\n  - Add a limit\n- Detect:\n  - Add an alert", "Add a limit type=prevent\nAdd an alert type=detect\n" },
		{ "- Short term\n  - [ ] Add a limit\n  - [x] Test it", "Add a limit\nTest it state=done\n" },
		{ "- Add a limit to every queue\n  - Owner: ana\n  - Due: 2026-04-01\n  - Ticket: OPS-9",
			"Add a limit to every queue owner=ana due=2026-04-01 link=OPS-9\n" },
		{ "- Add a limit to every queue\n  - it was missing in two", "Add a limit to every queue\n" },
		{ "- Find out whether we could:\n  - see it sooner.\n  - stop it", "Find out whether we could: see it sooner; stop it\n" },
		{ "### 1. Add a limit\n\n**Owner:** ana\n**Due:** 2026-04-01\n\nIt was missing.\n\n### 2. Test it\n\nWords.",
			"Add a limit owner=ana due=2026-04-01\nTest it\n" },
		{ "### Gateway\n\nLimit the queue. (https://x.test/issues/4)\n\n### Worker\n\nTest it there.",
			"Limit the queue link=https://x.test/issues/4\nTest it there\n" },
		{ "### Immediate actions (completed)\n\n- Add a limit\n\n### Long term\n\n- Test it", "Add a limit state=done\nTest it\n" },
		{ "1. **Add a limit**\nIn these places:\n\n- queue\n- worker\n\n2. **Test it**\nEverywhere:\n\n- here", "Add a limit\nTest it\n" },
	};
	check_rows(rows, LENGTH(rows), "# Outage\n\n## Action items\n\n");
}
END_TEST

START_TEST(sections_that_mean_action_items_are_found)
{
	static const struct row rows[] = {
		{ "###Prevention\n\n- Watch the disk\n\n###Thanks\n\n- to Bo\n", "Watch the disk type=prevent\n" },
		{ "## Next steps\n\n- Add a limit", "Add a limit\n" },
		{ "## Follow-up\n\n- Add a limit", "Add a limit\n" },
		{ "## Maßnahmen\n\n- Grenze setzen", "Grenze setzen\n" },
		{ "## Actions correctives\n\n- Fixer une limite", "Fixer une limite\n" },
		{ "## Acciones correctivas\n\n- Poner un límite", "Poner un límite\n" },
		{ "## 再発防止策\n\n- 上限を設ける", "上限を設ける\n" },
		{ "## 改进措施\n\n- 设置上限", "设置上限\n" },
		{ "## Lessons\n\n- Limits matter\n\n## Prevention\n\n- Add a limit", "Add a limit\n" },
		{ "Here are the action items we agreed on.\n\n1. Add a limit\n\nThen we should go home.", "Add a limit\n" },
		{ "- **Impact**: none\n- **Review actions**:\n  - Add a limit", "Add a limit\n" },
		{ "## Next steps\n\nThe files are at risk. They should be moved to a new place:\n\n- https://x.test/issues/3\n\nI also want to tell everybody. It builds trust.",
			"The files are at risk. They should be moved to a new place link=https://x.test/issues/3\nI also want to tell everybody\n" },
		{ "## Prevention\n\nAdd a page that e.g. shows the queue. It was dark.", "Add a page that e.g. shows the queue.\n" },
		{ "## Root causes\n\n- No limit\n\n## Discussion\n\n- [ ] Go home", "" },
		{ "## Lessons\n\n| Action | Owner | Status |\n|--|--|--|\n| Test it | bo | done |", "Test it owner=bo state=done\n" },
		{ "## Notes\n\n| Action | Owner | Status |\n|--|--|--|\n| Add a limit | ana | open |", "Add a limit owner=ana state=open\n" },
	};
	check_rows(rows, LENGTH(rows), "# Outage\n\n");
}
END_TEST

START_TEST(what_a_template_asks_for_is_no_item)
{
	static const struct row rows[] = {
		{ "- [ ] Action item 1 - Owner: [Name] - Due: [Date]", "" },
		{ "- TBD\n- N/A\n- [Action 1] - [@owner] - [Due date]\n- ...", "" },
		{ "| Action | Owner | Due |\n|--|--|--|\n| | | |\n| [action] | [name] | YYYY-MM-DD |\n| None | | |", "" },
		{ "*What will we do about it?*\n\n- *List the action items here*", "" },
		{ "<!-- - [ ] add them -->\n\nNone.", "" },
		{ "*None yet: `inquest action add TITLE`*", "" },
	};
	check_rows(rows, LENGTH(rows), "# Outage\n\n## Action items\n\n");
}
END_TEST

START_TEST(a_section_that_is_all_fields_is_covered)
{
	static const struct {
		const char *source;
		bool covered;
	} rows[] = {
		{ "| Action | Owner |\n|--|--|\n| Add a limit | ana |\n", true },
		{ "| Action | Owner | Notes |\n|--|--|--|\n| Add a limit | ana | by hand |\n", false },
		{ "- [ ] Add a limit\n", true },
		{ "- [ ] Add a limit\n  - as there was none\n", false },
		{ "We met.\n\n- [ ] Add a limit\n", false },
	};
	for (size_t i = 0; i < LENGTH(rows); i++) {
		struct buf source = { 0 };
		struct postmortem p;
		struct err err = { 0 };
		buf_printf(&source, "# Outage\n\n## Action items\n\n%s", rows[i].source);
		ck_assert(postmortem_read(&p, buf_text(&source), source.len, &context, &err));
		unsigned covers = p.sections.items[p.sections.count - 1].covers;
		ck_assert_msg(((covers & COVERS_ACTIONS) != 0) == rows[i].covered, "%s", rows[i].source);
		postmortem_fini(&p);
		buf_fini(&source);
	}
}
END_TEST

START_TEST(words_are_folded_and_found_at_their_ends)
{
	static const struct term terms[] = { { 1, "action item|^next|last$|=only|対策" } };
	static const struct {
		const char *text;
		bool found;
	} rows[] = { { "Our action items", false }, { "the Áction-Item list", true }, { "next week", true }, { "the next", false },
		{ "come last", true }, { "last come", false }, { "Only!", true }, { "only this", false }, { "恒久対策について", true },
		{ "", false }, { "---", false } };
	for (size_t i = 0; i < LENGTH(rows); i++)
		ck_assert_msg((terms_read(terms, LENGTH(terms), rows[i].text, strlen(rows[i].text)) == 1) == rows[i].found, "%s", rows[i].text);
}
END_TEST

RUN_TESTS("actions", columns_are_known_by_name_in_any_order_and_language, bullets_say_who_when_and_where_in_many_ways,
	what_stands_above_items_is_a_group_or_the_item, sections_that_mean_action_items_are_found, what_a_template_asks_for_is_no_item,
	a_section_that_is_all_fields_is_covered, words_are_folded_and_found_at_their_ends)
