/* Causes and references read from documents in their many forms. */
#include "intake/postmortem.h"

#include "base/text.h"
#include "suite.h"

static const struct intake_context context = { INT64_C(1772366400000), "UTC", "outage.md" };

/* "root: text", whys indented under what they explain; "[label] url (title)". Line ends in a text are "/". */
static void dump(const struct postmortem *p, struct buf *out)
{
	for (size_t i = 0; i < p->found.items.count; i++) {
		const struct found_item *item = &p->found.items.items[i];
		if (item->record.kind == ENTITY_REFERENCE)
			buf_printf(out, "[%s] %s (%s)\n", record_text(&item->record, REFERENCE_LABEL),
				record_text(&item->record, REFERENCE_URL), record_text(&item->record, REFERENCE_TITLE));
		if (item->record.kind != ENTITY_CAUSE)
			continue;
		for (size_t up = item->parent; up; up = p->found.items.items[up - 1].parent)
			buf_puts(out, "  ");
		size_t start = out->len;
		buf_printf(out, "%s: %s", record_text(&item->record, CAUSE_KIND), record_text(&item->record, CAUSE_TEXT));
		for (size_t c = start; c < out->len; c++)
			out->data[c] = out->data[c] == '\n' ? '/' : out->data[c];
		buf_puts(out, "\n");
	}
}

struct row {
	const char *source, *expected;
};

static void check_rows(const struct row *rows, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		struct buf source = { 0 }, out = { 0 };
		struct postmortem p;
		struct err err = { 0 };
		buf_printf(&source, "# Outage\n\n%s\n", rows[i].source);
		ck_assert_msg(postmortem_read(&p, buf_text(&source), source.len, &context, &err), "%s", err.text);
		dump(&p, &out);
		ck_assert_msg(text_equal(buf_text(&out), rows[i].expected), "%s\n--- gives\n%s--- not\n%s", rows[i].source, buf_text(&out),
			rows[i].expected);
		postmortem_fini(&p);
		buf_fini(&source);
		buf_fini(&out);
	}
}

START_TEST(lists_and_short_paragraphs_are_causes)
{
	static const struct row rows[] = {
		{ "## Root cause\n\nThe queue had *no* limit.", "root: The queue had *no* limit.\n" },
		{ "## Trigger\n\nA sale began.\n\n## Contributing factors\n\n- No alert\n- No `test`\n  - of either",
			"trigger: A sale began.\ncontributing: No alert\ncontributing: No `test`/- of either\n" },
		{ "## Root causes\n\nThree factors came together:\n\n1. No limit\n2. No alert", "contributing: No limit\ncontributing: No alert\n" },
		{ "## Grundursache\n\nKeine Grenze.\n\n## Auslöser\n\nEin Verkauf.", "root: Keine Grenze.\ntrigger: Ein Verkauf.\n" },
		{ "## Cause racine\n\nAucune limite.", "root: Aucune limite.\n" },
		{ "## Causa raíz\n\nSin límite.", "root: Sin límite.\n" },
		{ "## 根本原因\n\n上限がなかった。\n\n## トリガー\n\nセール。", "root: 上限がなかった。\ntrigger: セール。\n" },
		{ "## Root causes\n\n- **Trigger**: a sale\n- **Root cause:** no limit\n", "trigger: a sale\nroot: no limit\n" },
		{ "## Root cause\n\nWe had changed it in two steps.\n\n- https://x.test/pull/1\n- https://x.test/pull/2\n\nThen it broke.", "" },
		{ "## Root cause and resolution\n\n- **Root Cause:** no limit\n- **Resolution:** a limit was set\n", "root: no limit\n" },
		{ "## Root cause: no limit on it\n\nIt grew.\n\n## Trigger: a sale began early\n", "root: no limit on it\ntrigger: a sale began early\n" },
		{ "## Root cause: analysis\n\nIt grew.\n", "root: It grew.\n" },
		{ "## Root causes\n\n### 1. No limit\n\n### 2. ROOT CAUSE: nobody had a look at it\n\n- so it grew\n\n### 3. No alert\n",
			"root: No limit\nroot: nobody had a look at it\nroot: No alert\n" },
		{ "## Root cause\n\nIt is still unknown.\n", "" },
		{ "## Root causes\n\n*What had to be true?*\n\n- TBD\n", "" },
		{ "## Root causes\n\n### 1. No limit\n\nWords.\n\n### 2. No alert\n\nWords.", "root: No limit\nroot: No alert\n" },
		{ "## Contributing factors\n\n| Factor | Category |\n|--|--|\n| No alert | Detection |", "contributing: No alert\n" },
		{ "- **Impact**: none\n- **Root cause**: no limit\n", "root: no limit\n" },
		{ "| | |\n|--|--|\n| Root cause | no limit |\n", "root: no limit\n" },
	};
	check_rows(rows, LENGTH(rows));
}
END_TEST

START_TEST(long_stories_are_not_cut_up)
{
	struct buf story = { 0 };
	buf_puts(&story, "## Root cause\n\n");
	for (int i = 0; i < 30; i++)
		buf_puts(&story, "The queue was filled by one more worker. ");
	const struct row rows[] = { { buf_text(&story), "" } };
	check_rows(rows, LENGTH(rows));
	buf_fini(&story);
}
END_TEST

START_TEST(whys_are_chains)
{
	static const char chain[] = "why: The pool was empty.\n  why: It was never raised.\n    why: Nobody owned it.\n";
	const struct row rows[] = {
		{ "## 5 Whys\n\n1. Why did it fail? The pool was empty.\n2. Why was it? It was never raised.\n3. Why not? Nobody owned it.", chain },
		{ "## Five whys\n\n1. **Why did it fail?**\n   The pool was empty.\n2. **Why was it?**\n   It was never raised.\n"
		  "3. **Why not?** → Nobody owned it.", chain },
		{ "## 5 Whys\n\n- Why? The pool was empty.\n  - Why? It was never raised.\n    - Why? Nobody owned it.", chain },
		{ "## 5 Whys\n\n**Why 1**: Why did it fail?\n\nThe pool was empty.\n\n**Why 2**: Why was it?\n\nIt was never raised.\n\n"
		  "**Why 3**: Why not?\n\nNobody owned it.", chain },
		{ "## 5 Whys\n\n### Why 1: why did it fail?\n\nThe pool was empty.\n\n### Why 2\n\nIt was never raised.\n\n### Why 3: Nobody owned it.",
			chain },
		{ "## 5 Whys\n\n| # | Why? | Because… |\n|--|--|--|\n| 1 | Why did it fail? | The pool was empty. |\n"
		  "| 2 | Why was it? | It was never raised. |\n| 3 | Why not? | Nobody owned it. |", chain },
		{ "## なぜなぜ分析\n\n1. **なぜ落ちたのか**\n   → プールが空だった。\n2. なぜ空だったのか？ 上げなかった。",
			"why: プールが空だった。\n  why: 上げなかった。\n" },
		{ "## 5 Pourquoi\n\n1. Pourquoi ? Le pool était vide.\n2. Pourquoi ? Jamais relevé.", "why: Le pool était vide.\n  why: Jamais relevé.\n" },
		{ "## 5 Whys\n\n1. Why? The pool was empty.\n\n**Root cause:** nobody owned it.", "why: The pool was empty.\n  root: nobody owned it.\n" },
		{ "## Five whys\n\n- Why? The pool was empty.\n\n### Trigger\n\nA sale.", "why: The pool was empty.\ntrigger: A sale.\n" },
		{ "## Root causes\n\n- No limit\n  - Why? Nobody asked.\n", "root: No limit\n  why: Nobody asked.\n" },
	};
	check_rows(rows, LENGTH(rows));
}
END_TEST

START_TEST(links_that_are_collected_are_references)
{
	static const struct row rows[] = {
		{ "See [issue 5](#ref-5).\n\n## Supporting information\n\n<a id=\"ref-5\"></a> <https://x.test/issues/5>\n\n"
		  "<a id=\"ref-9\"></a><https://x.test/issues/9>",
			"[issue 5] https://x.test/issues/5 ()\n[9] https://x.test/issues/9 ()\n" },
		{ "## References\n\n- [The dashboard](https://x.test/d)\n- Graph: https://x.test/g\n- <https://x.test/h> - logs\n- no link",
			"[] https://x.test/d (The dashboard)\n[] https://x.test/g (Graph)\n[] https://x.test/h (logs)\n" },
		{ "See [this][one] and [that].\n\n```\n[code]: https://x.test/code\n```\n\n[one]: https://x.test/1\n[that]: <https://x.test/2> \"T\"\n"
		  "[unused]: https://x.test/3\n[^1]: https://x.test/4",
			"[one] https://x.test/1 ()\n[that] https://x.test/2 ()\n" },
		{ "**Ticket:** [OPS-12](https://x.test/browse/OPS-12)\n\n- Slack channel: https://x.test/c\n- Jira: OPS-13",
			"[OPS-12] https://x.test/browse/OPS-12 (Ticket)\n[] https://x.test/c (Slack channel)\n[] OPS-13 (Jira)\n" },
		{ "## Supporting information\n\n<a id=\"ref-d\"></a>d: The dashboard, [x.test/d](https://x.test/d)\n\n"
		  "<a id=\"ref-e\"></a>e: [x.test/e](https://x.test/e)",
			"[d] https://x.test/d (The dashboard)\n[e] https://x.test/e ()\n" },
		{ "## Links\n\n- [a](https://x.test/d)\n- [b](https://x.test/d)\n- ![i](https://x.test/i.png)", "[] https://x.test/d (a)\n" },
		{ "## 参考\n\n- [図](https://x.test/z)", "[] https://x.test/z (図)\n" },
		{ "Read [the story](https://x.test/s).", "" },
	};
	check_rows(rows, LENGTH(rows));
}
END_TEST

RUN_TESTS("causes", lists_and_short_paragraphs_are_causes, long_stories_are_not_cut_up, whys_are_chains,
	links_that_are_collected_are_references)
