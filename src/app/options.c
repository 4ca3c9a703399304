#include "app/options.h"

#include <stdlib.h>

#include "app/assets.h"
#include "base/mem.h"
#include "base/text.h"
#include "base/zone.h"
#include "model/metrics.h"

static bool check_zone(const char *value, struct err *err)
{
	return zone_check(value, err);
}

static bool check_target(const char *value, struct err *err)
{
	struct budget budget;
	return budget_parse(&budget, value, "", err);
}

static bool check_allowance(const char *value, struct err *err)
{
	struct budget budget;
	return budget_parse(&budget, "", value, err);
}

static bool check_days(const char *value, struct err *err)
{
	enum { DIGITS_MAX = 4 };
	size_t digits = strspn(value, "0123456789");
	return (digits && digits <= DIGITS_MAX && !value[digits]) ||
	       err_set(err, ERR_USAGE, "'%s' is no number of days, 1 to 9999", value);
}

static bool check_tracker(const char *value, struct err *err)
{
	bool web = text_starts(value, "https://") || text_starts(value, "http://");
	bool place = strstr(value, "{{number}}") || strstr(value, "{{key}}");
	return (web && place) || err_set(err, ERR_USAGE, "'%s' is no URL with {{number}} or {{key}} in it, such as "
		"https://github.com/{{repo}}/issues/{{number}}", value);
}

static bool check_author(const char *value, struct err *err)
{
	const char *open = strchr(value, '<'), *at = open ? strchr(open, '@') : NULL, *close = at ? strchr(at, '>') : NULL;
	bool person = open > value && close && !close[1] && close > at + 1 && at > open + 1;
	return person || text_equal(value, "git") ||
	       err_set(err, ERR_USAGE, "'%s' is neither git nor of the form Name <name@example.com>", value);
}

static bool check_size(const char *value, struct err *err)
{
	return assets_limit(value) >= 0 ||
	       err_set(err, ERR_USAGE, "'%s' is not a size such as 10MB, 500KB or 0", value);
}

static bool check_approvals(const char *value, struct err *err)
{
	size_t digits = strspn(value, "0123456789");
	return (digits && digits < 3 && !value[digits]) ||
	       err_set(err, ERR_USAGE, "'%s' is not a number from 0 to 99", value);
}

static const char *const audiences[] = { "team", "internal", "public", NULL };
static const char *const switches[] = { "on", "off", NULL };
static const char *const themes[] = { "default", "contrast", "mono", NULL };
static const char *const usual_zones[] = { "local", "UTC", NULL };

static const struct option_row table[OPTION_COUNT] = {
	[OPTION_AUTHOR] = { "author", "who you are, as history and the timeline name you; empty: your login name",
		NULL },
	[OPTION_TIMEZONE] = { "timezone", "zone for new incidents and listings: an IANA name, or local", check_zone,
		usual_zones },
	[OPTION_TEMPLATE] = { "template", "postmortem template of new incidents", NULL },
	[OPTION_SLO_TARGET] = { "slo.target", "availability promised, over a period: 99.95%/28d", check_target },
	[OPTION_SLO_ALLOWANCE] = { "slo.allowance", "downtime allowed, over a period: 15min/year", check_allowance },
	[OPTION_PUBLISH_REPOSITORY] = { "publish.repository", "git repository that publish commits to", NULL },
	[OPTION_PUBLISH_BRANCH] = { "publish.branch", "branch; empty: the one checked out there", NULL },
	[OPTION_PUBLISH_PATH] = { "publish.path",
		"path of a document: {{year}} {{month}} {{date}} {{slug}} {{number}} {{name}} are filled in", NULL },
	[OPTION_PUBLISH_INDEX] = { "publish.index", "file that lists all postmortems; empty: none", NULL },
	[OPTION_PUBLISH_MESSAGE] = { "publish.message", "first line of the commit message", NULL },
	[OPTION_PUBLISH_AUDIENCE] = { "publish.audience",
		"who can read that repository: team, internal or public; empty: those the document is for", NULL,
		audiences },
	[OPTION_PUBLISH_AUTHOR] = { "publish.author",
		"who all commits are by, as `Name <e-mail>`, or `git` for whom git has; empty: the document's author",
		check_author },
	[OPTION_PUBLISH_ATTACHMENTS] = { "publish.attachments",
		"the largest attachment that is written beside the document, such as 10MB; 0: none", check_size },
	[OPTION_REVIEW_APPROVALS] = { "review.approvals",
		"how many must approve a postmortem before it is published; 0: it may be published without review",
		check_approvals },
	[OPTION_REVIEW_OWN] = { "review.own", "on: who wrote a postmortem may approve it", NULL, switches },
	[OPTION_PUBLISH_CHARTS] = { "publish.charts",
		"on: documents have the phases as a drawing, in Markdown as Mermaid, which GitHub and GitLab draw", NULL,
		switches },
	[OPTION_PUBLISH_DAYS] = { "publish.days", "days after its end in which a postmortem shall be published; empty: any",
		check_days },
	[OPTION_EDITOR] = { "editor", "editor for long texts; empty: $INQUEST_EDITOR, $GIT_EDITOR, $VISUAL, $EDITOR, vi",
		NULL },
	[OPTION_THEME] = { "theme", "colours of the terminal UI: default, contrast or mono", NULL, themes },
	[OPTION_ASCII] = { "ascii", "on: draw the terminal UI with ASCII characters only", NULL, switches },
	[OPTION_OPENER] = { "opener", "program that opens links; empty: $BROWSER, else xdg-open on a graphical display",
		NULL },
	[OPTION_TRACKER] = { "tracker",
		"where short links lead: https://github.com/{{repo}}/issues/{{number}} for org/repo#12, …/{{key}} for OPS-12",
		check_tracker },
	[OPTION_CUSTOMERS] = { "customers", "names of customers that the public is not to read, separated by commas: check "
		"looks for them", NULL },
	[OPTION_CLOCK] = { "clock", "on: the running clock ticks every second", NULL, switches },
	[OPTION_MOUSE] = { "mouse", "on: the terminal UI takes clicks and the wheel", NULL, switches },
};

static const char *const shipped[OPTION_COUNT] = {
#include "options.inc"
};

const struct option_row *option_row(enum option_id id)
{
	return &table[id];
}

enum option_id option_find(const char *name, struct err *err)
{
	const char *names[OPTION_COUNT];
	for (int id = 0; id < OPTION_COUNT; id++) {
		names[id] = table[id].name;
		if (text_equal(names[id], name))
			return (enum option_id)id;
	}
	const char *near = text_nearest(name, names, OPTION_COUNT);
	if (near)
		err_set(err, ERR_USAGE, "there is no option '%s': did you mean %s?", name, near);
	else
		err_set(err, ERR_USAGE, "there is no option '%s': `inquest config` lists them", name);
	return OPTION_COUNT;
}

const char *options_get(const struct options *options, enum option_id id)
{
	return options->values[id] ? options->values[id] : shipped[id];
}

static bool is_one_of(const char *const *values, const char *value, struct err *err)
{
	struct buf all = { 0 };
	size_t count = 0;
	while (values[count] && !text_equal(values[count], value))
		buf_printf(&all, "%s%s", count ? ", " : "", values[count]), count++;
	if (!values[count])
		err_set(err, ERR_USAGE, "'%s' is none of %s", value, buf_text(&all));
	buf_fini(&all);
	return values[count];
}

bool options_set(struct options *options, enum option_id id, const char *value, struct err *err)
{
	if (strchr(value, '\n'))
		return err_set(err, ERR_USAGE, "config %s is one line, but the value given has several",
			table[id].name);
	const struct option_row *row = &table[id];
	bool ok = !*value || (row->check ? row->check(value, err)
			      : row->values ? is_one_of(row->values, value, err) : true);
	if (!ok)
		return err_wrap(err, "config %s", table[id].name);
	free(options->values[id]);
	options->values[id] = mem_copy(value);
	return true;
}

bool options_on(const struct options *options, enum option_id id)
{
	return text_equal(options_get(options, id), "on");
}

void options_fini(struct options *options)
{
	for (int id = 0; id < OPTION_COUNT; id++)
		free(options->values[id]);
	*options = (struct options){ 0 };
}
