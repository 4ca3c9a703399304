/* Checks of texts: each finds what it is there for, and neither what is fine nor what only looks like it. */
#include <check.h>
#include <stdlib.h>

#include "base/text.h"
#include "doc/prose.h"
#include "model/check_rows.h"

/* An incident of one text and what is known around it. */
struct facts {
	struct record incident;
	struct records roles, actions, causes, references, publications, milestones;
	struct metrics metrics;
};

static struct record *add(struct records *records, enum entity_kind kind)
{
	struct record *record = vec_push(records);
	record_init(record, kind);
	record->number = (int64_t)records->count;
	return record;
}

static void set_up(struct facts *facts)
{
	*facts = (struct facts){ 0 };
	record_init(&facts->incident, ENTITY_INCIDENT);
	record_set_text(&facts->incident, INCIDENT_SEVERITY, "SEV1");
	record_set_text(&facts->incident, INCIDENT_STATUS, "resolved");
	struct record *role = add(&facts->roles, ENTITY_ROLE);
	record_set_text(role, ROLE_NAME, "commander");
	record_set_text(role, ROLE_PERSON, "Ana Ruiz <aruiz@corp.invalid>");
	struct record *milestone = add(&facts->milestones, ENTITY_EVENT);
	record_set_text(milestone, EVENT_KIND, "detected");
	record_set_text(milestone, EVENT_AUTHOR, "bo");
	milestone = add(&facts->milestones, ENTITY_EVENT);
	record_set_text(milestone, EVENT_KIND, "impact");
	record_set_text(milestone, EVENT_AUTHOR, "monitoring");
}

static void tear_down(struct facts *facts)
{
	record_fini(&facts->incident);
	records_fini(&facts->roles);
	records_fini(&facts->milestones);
}

static const struct check_section sections[] = {
	{ .key = "summary", .heading = "Summary", .prompt = "What happened, and who was affected? (optional)" },
};

/* One check and no other. */
static void run_one(const struct check_input *input, const char *id, struct findings *out)
{
	size_t i = 0;
	while (check_at(i) && !text_equal(check_at(i)->id, id))
		i++;
	ck_assert_msg(check_at(i) != NULL, "%s", id);
	struct check_run run = { .check = check_at(i), .out = out };
	if (run.check->find)
		run.check->find(&run, input);
	for (size_t t = 0; run.check->find_text && t < input->text_count; t++)
		run.check->find_text(&run, input, &input->texts[t]);
}

/* What one check says of some texts, a line for each finding. */
static void run(const char *id, struct check_text *texts, size_t count, const char *customers, struct buf *out)
{
	struct facts facts;
	struct findings findings = { 0 };
	struct buf proses[4] = { 0 };
	set_up(&facts);
	for (size_t i = 0; i < count; i++) {
		/* what is out of bounds is all prose */
		if (!markdown_prose(&proses[i], texts[i].raw, strlen(texts[i].raw), NULL))
			buf_puts(&proses[i], texts[i].raw);
		texts[i].prose = buf_text(&proses[i]);
		texts[i].key = texts[i].key ? texts[i].key : "";
		texts[i].audience = texts[i].audience ? texts[i].audience : "internal";
	}
	const struct check_input input = { .incident = &facts.incident,
		.roles = &facts.roles,
		.actions = &facts.actions,
		.causes = &facts.causes,
		.references = &facts.references,
		.publications = &facts.publications,
		.milestones = &facts.milestones,
		.sections = sections,
		.section_count = LENGTH(sections),
		.metrics = &facts.metrics,
		.texts = texts,
		.text_count = count,
		.customers = customers };
	run_one(&input, id, &findings);
	for (size_t i = 0; i < findings.count; i++)
		buf_printf(out, "%s\n", findings.items[i].text);
	for (size_t i = 0; i < count; i++)
		buf_fini(&proses[i]);
	findings_fini(&findings);
	tear_down(&facts);
}

/* What the checks of texts say; NULL: nothing. A part of the sentence is enough. */
struct row {
	const char *id, *raw, *says;
};

static void check_row(const struct row *row, struct check_text text)
{
	struct buf said = { 0 };
	text.raw = row->raw;
	run(row->id, &text, 1, "Globex, Initech GmbH", &said);
	if (row->says)
		ck_assert_msg(strstr(buf_text(&said), row->says), "%s: '%s' says %s", row->id, row->raw, buf_text(&said));
	else
		ck_assert_msg(!said.len, "%s: '%s' says %s", row->id, row->raw, buf_text(&said));
	buf_fini(&said);
}

static const struct row section_rows[] = {
	/* hindsight and blame */
	{ "blame", "We should have known.", "'should have known': say what" },
	{ "blame", "It should not have been deployed", "'should not have been'" },
	{ "blame", "The alert shouldn\xe2\x80\x99t have already fired", "have already fired" },
	{ "blame", "a\n\nb\n\nThis should\nhave failed", "'should have failed' (line 5)" },
	{ "blame", "Monitoring could have caught this", "could have caught" },
	{ "blame", "The team could have rolled back", "team could have rolled" },
	{ "blame", "If only the test had run", "'If only'" },
	{ "blame", "The engineers failed to notice", "engineers failed to" },
	{ "blame", "Somebody forgot to renew it", "forgot to" },
	{ "blame", "It was human error.", "'human error'" },
	{ "blame", "A careless change", "'careless'" },
	{ "blame", "Obviously the disk was full", "'Obviously'" },
	{ "blame", "Nothing in the profile is obviously wrong", NULL },
	{ "blame", "We were at fault", "We were at fault" },
	{ "blame", "Check when it was last touched before you assume that your setup is at fault", NULL },
	{ "blame", "The team is to blame", "'team is to blame'" },
	{ "blame", "A full disk was to blame", NULL },
	{ "blame", "It should have resulted in a short failover", NULL },
	{ "blame", "Late jobs should have been automatically corrected", NULL },
	{ "blame", "There were two leaders where one should have existed", NULL },
	{ "blame", "Everyone knew about it", "'Everyone knew'" },
	{ "blame", "We ignored the alert", "We ignored" },
	{ "blame", "Every service should have an owner", NULL },
	{ "blame", "It should have a documented runbook", NULL },
	{ "blame", "It could have been much worse", NULL },
	{ "blame", "Nobody could not have known", NULL },
	{ "blame", "The node failed to boot", NULL },
	{ "blame", "The Kubernetes operator failed to reconcile", NULL },
	{ "blame", "The user error rate rose to 5 %", NULL },
	{ "blame", "A segmentation fault; a fault-tolerant store", NULL },
	{ "blame", "The `should have been` flag", NULL },
	{ "blame", "> We should have known", NULL },
	{ "blame", "Bo said \"we should have known\"", NULL },
	{ "blame", "Bo said \xe2\x80\x9cit was human error\xe2\x80\x9d", NULL },
	{ "blame", "```\nshould have known\n```", NULL },
	{ "blame", "We should, have a look", NULL },
	{ "blame", "shoulder haven", NULL },
	/* the person check says it better */
	{ "blame", "Ana forgot to renew it", NULL },
	/* feelings */
	{ "animated", "This was ridiculous", "'ridiculous'" },
	{ "animated", "I cannot believe it", "cannot believe" },
	{ "animated", "Four hours are unacceptable", "'unacceptable'" },
	{ "animated", "It was awfully slow; unacceptable behaviour of clients is throttled", NULL },
	{ "animated", "It was believed to be sane", NULL },
	{ "animated", "Bo wrote: \"this is insane\"", NULL },
	/* people as causes */
	{ "person", "Ana forgot to renew the certificate", "'Ana forgot'" },
	{ "person", "It was caused by Ana Ruiz.", "caused by Ana Ruiz" },
	{ "person", "Ana's mistake cost an hour", "Ana's mistake" },
	{ "person", "bo did not check the host", "bo did not check" },
	{ "person", "aruiz deleted the wrong table", "aruiz deleted the wrong" },
	{ "person", "A new hire ran the script", "new hire ran" },
	{ "person", "It was deleted by an intern", "by an intern" },
	{ "person", "due to Ana", "due to Ana" },
	{ "person", "Ana rolled the release back", NULL },
	{ "person", "Ana noticed the error rate", NULL },
	{ "person", "Ana was responsible for communication", NULL },
	{ "person", "monitoring did not notice it", NULL },
	{ "person", "The answer was reviewed by Ana", NULL },
	{ "person", "Banana forgot", NULL },
	{ "person", "internal tools broke; strings are interned", NULL },
	{ "person", "\"Ana forgot it\", somebody wrote", NULL },
	/* left in */
	{ "prompt", "What happened,  and who was\naffected?", "question of the template" },
	{ "prompt", "*Not written yet: what happened?*", "question" },
	{ "prompt", "What happened was this", NULL },
	{ "placeholder", "Impact: TBD", "'TBD'" },
	{ "placeholder", "one\n\nTODO numbers", "'TODO' (line 3)" },
	{ "placeholder", "Lorem ipsum dolor", "'Lorem ipsum'" },
	{ "placeholder", "Call <service owner>", "'<service owner>'" },
	{ "placeholder", "At [insert time] it broke", "'[insert time]'" },
	{ "placeholder", "about ??\? users", "'??\?'" },
	{ "placeholder", "on {{date}}", "'{{date}}'" },
	{ "placeholder", "Call <service owner>.", "'<service owner>'" },
	{ "placeholder", "<host>:<port>/status, <user>@<host> and <private_ip>.example", NULL },
	{ "placeholder", "our todo list grew", NULL },
	{ "placeholder", "`TODO` in the code, Vec<String>, a < b > c", NULL },
	{ "placeholder", "- [ ] open\n- [x] done [1]", NULL },
	{ "placeholder", "What? Really?? <https://example.com>", NULL },
	{ "placeholder", "the host <redacted> and [redacted]", NULL },
	/* secrets are found in code and quotations too, and never shown */
	{ "secret", "```\nexport DB_PASSWORD=hunter2\n```", "a password (line 2)" },
	{ "secret", "> token=aB3dE6gH9kL2mN5p", "a token:" },
	{ "secret", "the password was rotated", NULL },
	/* logs */
	{ "long-log", "```\n1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n11\n12\n13\n14\n15\n16\n17\n18\n19\n20\n21\n22\n23\n24\n25\n```",
		"25 lines (line 1)" },
	{ "long-log", "```\n1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n11\n12\n13\n14\n15\n16\n17\n18\n19\n20\n21\n22\n23\n24\n```", NULL },
	{ "long-log", "1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n11\n12\n13\n14\n15\n16\n17\n18\n19\n20\n21\n22\n23\n24\n25\n26", NULL },
	/* acronyms */
	{ "acronym", "The QLB and the HAPS died", "nowhere: QLB, HAPS" },
	{ "acronym", "The QLB\n", "QLB" },
	{ "acronym", "The PUZZLE of a puzzle, the QLB of a qlb", "nowhere: QLB" },
	{ "acronym", "AN, JW, RR\n\n- EC\n- PW", NULL },
	{ "acronym", "| Who |\n| --- |\n| QLB |", NULL },
	{ "acronym", "TL;DR: the .NET service of AT&T on AIX", NULL },
	{ "acronym", "QLB-related", "QLB" },
	{ "acronym", "The queue load balancer (QLB) died; the QLB is ours", NULL },
	{ "acronym", "The QLB (queue load balancer) died", NULL },
	{ "acronym", "Our Queue Load Balancer, in short, died. The QLB was old", NULL },
	{ "acronym", "HTTP 502 from the DNS, two VMs, SLOs", NULL },
	{ "acronym", "INC-12, SEV1, P0, OPS-881, SHA256", NULL },
	{ "acronym", "`QLB` and DB_QLB and \"QLB\"", NULL },
	{ "acronym", "DO NOT TOUCH THAT", NULL },
	{ "acronym", "at 14:05 EAT, 9:00 NZDT", NULL },
	{ "acronym", "phase II and IV", NULL },
};

START_TEST(section_texts)
{
	check_row(&section_rows[_i], (struct check_text){ .kind = ENTITY_SECTION, .key = "notes", .field = SECTION_TEXT });
}
END_TEST

static const struct row action_rows[] = {
	{ "vague", "Improve monitoring", "'Improve'" },
	{ "vague", "Investigate the crash", "'Investigate'" },
	{ "vague", "We should consider a retry", "'consider'" },
	{ "vague", "Be more careful with deploys", "'Be more careful'" },
	{ "vague", "Make sure backups run", "'Make sure'" },
	{ "vague", "Improve p99 of checkout to 200 ms", NULL },
	{ "vague", "Investigate the crash and write down what allocates", NULL },
	{ "vague", "Improved alert for certificates", NULL },
	{ "vague", "Alert when the queue stops: see the investigation", NULL },
	{ "vague", "`improve` flag of the tool is removed", NULL },
	{ "verifiable", "Add more alerts", "'more alerts'" },
	{ "verifiable", "Handle errors properly", NULL }, /* told as vague */
	{ "verifiable", "Document the rollback properly", "'properly'" },
	{ "verifiable", "Fix the bug", "'Fix the bug'" },
	{ "verifiable", "Rotate keys regularly", "how often" },
	{ "verifiable", "Alerting", "one word" },
	{ "verifiable", "Make the queue name nullable in the client. This prevents similar errors", NULL },
	{ "verifiable", "Add more alerts. They go to the team", "'more alerts'" },
	{ "verifiable", "Test rollbacks", NULL },
	{ "verifiable", "Alert on more than 5 errors a minute", NULL },
	{ "verifiable", "Fix the bug that drops labels longer than 80 characters", NULL },
	{ "verifiable", "Reject configurations without an owner", NULL },
	{ "blame", "Find out who should have been paged", "should have been" },
	{ "person", "Ana forgot it: remind her", NULL },
};

START_TEST(actions)
{
	check_row(&action_rows[_i], (struct check_text){ .kind = ENTITY_ACTION, .number = 1, .field = ACTION_TITLE });
}
END_TEST

static const struct row cause_rows[] = {
	{ "person", "Ana had a day off", "'Ana had'" },
	{ "person", "Ana changed the limit", "'Ana changed'" },
	{ "person", "bo changed the limit", NULL },
	{ "person", "The limit was changed without a review", NULL },
	{ "blame", "Human error", "'Human error'" },
	{ "placeholder", "TBD", "TBD" },
};

START_TEST(causes)
{
	check_row(&cause_rows[_i], (struct check_text){ .kind = ENTITY_CAUSE, .number = 1, .field = CAUSE_TEXT });
}
END_TEST

static const struct row event_rows[] = {
	{ "blame", "we should have paged them", "should have paged" },
	{ "blame", "bo: \"we should have paged them\"", NULL },
	{ "person", "Ana forgot the second host", NULL },
	{ "placeholder", "TODO ask the database team", NULL },
	{ "secret", "curl -H 'Authorization: Bearer aB3dE6gH9kL2mN5pQ8'", "a bearer token:" },
	{ "long-log", "1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n11\n12\n13\n14\n15\n16\n17\n18\n19\n20\n21\n22\n23\n24\n25", "25 lines" },

};

START_TEST(events)
{
	check_row(&event_rows[_i], (struct check_text){ .kind = ENTITY_EVENT, .number = 1, .field = EVENT_TEXT });
}
END_TEST

static const struct row public_rows[] = {
	{ "public-mail", "ask ana.ruiz@corp.io, please", "'ana.ruiz@corp.io'" },
	{ "public-mail", "`bo@corp.io`", "bo@corp.io" },
	{ "public-mail", "ask ana@example.com or support@corp.io", NULL },
	{ "public-mail", "git@github.com:org/repo, user@host, a @ b.co", NULL },
	{ "public-address", "10.1.2.3 and others", "'10.1.2.3'" },
	{ "public-address", "http://10.1.2.3:8080/", "'10.1.2.3'" },
	{ "public-address", "2a01:4f8:c0c:1::2 answered", "'2a01:4f8:c0c:1::2'" },
	{ "public-address", "192.0.2.7, 198.51.100.1, 203.0.113.9, 2001:db8::1, ::1", NULL },
	{ "public-address", "127.0.0.1 and 8.8.8.8", NULL },
	{ "public-address", "version 10.1.2.3 and v4.18.0.1, 1.2.3", NULL },
	{ "public-address", "at 14:05:30, 10.1.2.300, std::map, 1.2.3.4.5", NULL },
	{ "public-customer", "Orders of globex were late", "'globex'" },
	{ "public-customer", "so were those of Initech GmbH", "'Initech GmbH'" },
	{ "public-customer", "Globexia and Initech AG", NULL },
};

START_TEST(public_texts)
{
	check_row(&public_rows[_i],
		(struct check_text){ .kind = ENTITY_SECTION, .key = "notes", .field = SECTION_TEXT, .audience = "public" });
}
END_TEST

START_TEST(what_is_not_public_may_say_more)
{
	const struct row row = { public_rows[_i].id, public_rows[_i].raw, NULL };
	check_row(&row, (struct check_text){ .kind = ENTITY_SECTION, .key = "notes", .field = SECTION_TEXT });
}
END_TEST

/* Of the title, with a summary and an impact beside it. */
static void check_outage(const char *title, const char *summary, const char *expected)
{
	struct buf said = { 0 };
	struct check_text texts[] = { { .kind = ENTITY_INCIDENT, .field = INCIDENT_TITLE, .raw = title },
		{ .kind = ENTITY_SECTION, .key = "summary", .field = SECTION_TEXT, .raw = summary } };
	run("outage", texts, LENGTH(texts), NULL, &said);
	ck_assert_str_eq(buf_text(&said), expected);
	buf_fini(&said);
}

START_TEST(outage_is_for_when_all_was_down)
{
#define OUTAGE ", but not everything was down: say what did not work, and for whom\n"
	check_outage("Checkout outage", "61 % of requests failed", "says 'outage'" OUTAGE);
	check_outage("Checkout fails", "An outage for some users", "says 'outage'" OUTAGE);
	check_outage("Checkout outage", "All requests failed, 100 % of them", "");
	check_outage("Partial outage of checkout", "61 % of requests failed", "");
	check_outage("Checkout degraded", "A power outage made it slow", "");
	check_outage("Checkout outages-report", "61 % of requests failed", "");
	check_outage("Checkout fails", "It was slow. An outage hit logins of some users", "says 'outage'" OUTAGE);
	check_outage("Checkout fails", "An AWS us-east-1 outage, or a Globex outage, left some users out", "");
	check_outage("Checkout fails", "The outage hit a small number of users", "");
	check_outage("Checkout outage", "Many users saw errors. It was slow before; 40 % of the disks were full", "");
	check_outage("Two partial outages", "An outage. Some users had to log in again", "");
	check_outage("Two outages of checkout", "5 % of the users had to log in again", "says 'outages'" OUTAGE);
	check_outage("Checkout fails", "Some users, as in a similar outage in May. Other outages are rarer", "");
	check_outage("Checkout outage and degraded search", "Errors, in the end an outage", "");
	check_outage("Global outage", "Some users noticed first", "");
#undef OUTAGE
}
END_TEST

static size_t count_lines(const char *text)
{
	size_t lines = 0;
	for (; *text; text++)
		lines += *text == '\n';
	return lines;
}

START_TEST(a_place_is_told_once_and_not_hundreds_of_times)
{
	struct buf raw = { 0 }, said = { 0 };
	struct check_text text = { .kind = ENTITY_SECTION, .key = "notes", .field = SECTION_TEXT };
	text.raw = "See [this][a] and [that][a], but [these][b]";
	run("undefined", &text, 1, NULL, &said);
	ck_assert_str_eq(buf_text(&said), "nothing defines [a]\nnothing defines [b]\n");
	buf_truncate(&said, 0);
	text.raw = "Two[^1], three[^2]; sed 's/[^a-z]//', [^3]\n\n[^1]: two of them\n";
	run("undefined", &text, 1, NULL, &said);
	ck_assert_str_eq(buf_text(&said), "nothing defines [^2]\nnothing defines [^3]\n");
	buf_truncate(&said, 0);
	for (int i = 0; i < 1000; i++)
		buf_printf(&raw, "[text][label%d] ", i);
	text.raw = buf_text(&raw);
	run("undefined", &text, 1, NULL, &said);
	ck_assert_uint_eq(count_lines(buf_text(&said)), CHECK_PLACES_MOST);
	buf_fini(&raw);
	buf_fini(&said);
}
END_TEST

/* Long enough for what takes time squared to take minutes. */
START_TEST(hostile_texts_take_no_time)
{
	static const char *const parts[] = { "{{a ", "[[", "[a][b] ", "QLB QLC ", "Use QLB and ", "(QLB ", "[QLB", "[insert ", "<a ", "- \n", "5 % of ", "`` ` " };
	static const char *const ids[] = { "placeholder", "undefined", "acronym", "blame", "person", "secret", "prompt" };
	struct buf raw = { 0 }, said = { 0 };
	while (raw.len < 1 << 18)
		buf_puts(&raw, parts[_i]);
	for (size_t i = 0; i < LENGTH(ids); i++) {
		struct check_text text = { .kind = ENTITY_SECTION, .key = "notes", .field = SECTION_TEXT, .raw = buf_text(&raw) };
		run(ids[i], &text, 1, NULL, &said);
	}
	ck_assert_uint_lt(count_lines(buf_text(&said)), 200);
	buf_fini(&raw);
	buf_fini(&said);
}
END_TEST

START_TEST(acronyms_are_told_once_where_they_stand_first)
{
	struct buf said = { 0 };
	struct check_text texts[] = {
		{ .kind = ENTITY_SECTION, .key = "summary", .field = SECTION_TEXT, .raw = "The QLB died. ABX, QFA, QFB." },
		{ .kind = ENTITY_SECTION, .key = "impact", .field = SECTION_TEXT, .raw = "The QLB, and the NNX" },
		{ .kind = ENTITY_INCIDENT, .field = INCIDENT_SERVICES, .raw = "abx,web" },
		{ .kind = ENTITY_CAUSE, .number = 1, .field = CAUSE_TEXT, .raw = "QFA (quick farm adapter)" },
	};
	run("acronym", texts, LENGTH(texts), NULL, &said);
	ck_assert_str_eq(buf_text(&said),
		"uses what is spelled out nowhere: QLB, QFB\nuses what is spelled out nowhere: NNX\n");
	buf_fini(&said);
}
END_TEST

START_TEST(a_secret_is_never_shown)
{
	static const char secret[] = "tr0ub4dor";
	struct check_text texts[] = { { .kind = ENTITY_REFERENCE, .number = 2, .field = REFERENCE_TITLE,
		.raw = "password=tr0ub4dor" } };
	struct buf said = { 0 };
	run("secret", texts, 1, NULL, &said);
	ck_assert_str_eq(buf_text(&said), "holds what looks like a password (title): take it out everywhere, and replace "
					  "it where it is used\n");
	ck_assert_ptr_null(strstr(buf_text(&said), secret));
	buf_fini(&said);
}
END_TEST

START_TEST(one_text_is_looked_through_by_all_checks_of_single_texts)
{
	struct facts facts;
	struct findings findings = { 0 };
	const struct check_text event = { .kind = ENTITY_EVENT, .number = 7, .key = "", .field = EVENT_TEXT,
		.raw = "we should have known: password=hunter2", .prose = "we should have known: password=hunter2",
		.audience = "internal" };
	set_up(&facts);
	const struct check_input input = { .incident = &facts.incident, .roles = &facts.roles, .actions = &facts.actions,
		.causes = &facts.causes, .references = &facts.references, .publications = &facts.publications,
		.milestones = &facts.milestones, .metrics = &facts.metrics };
	check_run_text(&input, &event, &findings);
	ck_assert_uint_eq(findings.count, 2);
	ck_assert_str_eq(findings.items[0].check->id, "secret");
	ck_assert_str_eq(findings.items[0].fix, "redact");
	ck_assert_str_eq(findings.items[1].check->id, "blame");
	ck_assert_str_eq(findings.items[1].fix, "event edit 7");
	findings_fini(&findings);
	tear_down(&facts);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("check_words");
	TCase *tcase = tcase_create("checks of texts");
	/* under the sanitizers and much else at once */
	tcase_set_timeout(tcase, 60);
	tcase_add_loop_test(tcase, section_texts, 0, LENGTH(section_rows));
	tcase_add_loop_test(tcase, actions, 0, LENGTH(action_rows));
	tcase_add_loop_test(tcase, causes, 0, LENGTH(cause_rows));
	tcase_add_loop_test(tcase, events, 0, LENGTH(event_rows));
	tcase_add_loop_test(tcase, public_texts, 0, LENGTH(public_rows));
	tcase_add_loop_test(tcase, what_is_not_public_may_say_more, 0, LENGTH(public_rows));
	tcase_add_test(tcase, outage_is_for_when_all_was_down);
	tcase_add_test(tcase, a_place_is_told_once_and_not_hundreds_of_times);
	tcase_add_loop_test(tcase, hostile_texts_take_no_time, 0, 12);
	tcase_add_test(tcase, acronyms_are_told_once_where_they_stand_first);
	tcase_add_test(tcase, a_secret_is_never_shown);
	tcase_add_test(tcase, one_text_is_looked_through_by_all_checks_of_single_texts);
	suite_add_tcase(suite, tcase);
	SRunner *runner = srunner_create(suite);
	srunner_run_all(runner, CK_ENV);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed != 0;
}
