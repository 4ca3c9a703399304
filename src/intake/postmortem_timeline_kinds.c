#include "intake/timeline.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "base/text.h"
#include "model/phrase.h"

enum {
	TEXT_MAX = 600,	 /* bytes of a text that are looked at */
	LABEL_MAX = 80,	 /* bytes of a label or mark */
	WORDS_MAX = 24,	 /* words from the start in which a phrase may begin */
};

enum place {
	AT_START, /* the text begins with it */
	ANYWHERE, /* in its first words */
};

/* Patterns of model/phrase.h. What says a kind plainly to a reader, and no more: all else is a note. */
static const struct kind_row {
	const char *pattern, *kind;
	enum place place;
} phrases[] = {
	{ "? ? incident|outage|issue declared|marked|considered ? resolved|closed|over", "resolved", AT_START },
	{ "? ? incident|outage|issue declared|marked|considered ? mitigated", "mitigated", AT_START },
	/* Google's SRE book, the example postmortem: "docbrown declares incident", "OUTAGE BEGINS", "INCIDENT ENDS" */
	{ "declared|declares|declaring ? ? incident|outage|sev1|sev2|sev-1|sev-2|p1|emergency", "declared", ANYWHERE },
	{ "outage|impact|disruption|downtime|degradation begins|began|starts|started|begin", "impact", AT_START },
	{ "start|beginning|begin|onset of ? outage|impact|incident|disruption|downtime|degradation", "impact", AT_START },
	{ "incident|problem|issue begins|began|starts|started", "impact", AT_START },
	{ "outage|incident|impact|disruption|downtime ends|ended|over", "resolved", AT_START },
	{ "end of ? outage|incident|impact|disruption|downtime", "resolved", AT_START },
	{ "outage|impact|incident|issue|problem is|was|has|fully ? mitigated", "mitigated", AT_START },
	{ "outage|impact|incident|issue|problem mitigated", "mitigated", AT_START },
	{ "mitigated", "mitigated", AT_START },
	{ "mitigation applied|complete|completed|deployed|successful|confirmed", "mitigated", AT_START },
	/* key events in the incident reports of a public cloud platform: "First detected", "Incident declared", "Repaired" */
	{ "? incident formally|was|has|is ? declared", "declared", AT_START },
	{ "? ? incident|outage declared", "declared", AT_START },
	{ "first detected|alert|alarm|report|reports|reported|noticed|detection", "detected", AT_START },
	{ "detected|detection by|via|on|through|at|when|during|in|of", "detected", AT_START },
	{ "issue|problem|incident|outage|fault|anomaly|error|errors|failure detected|noticed|discovered|spotted", "detected", AT_START },
	{ "issue|problem|incident|outage|fault|anomaly is|was|first|were detected|noticed|discovered|spotted", "detected", AT_START },
	{ "? ? alert|alarm|monitor|alerts|alarms fire|fires|fired|triggered|triggers|firing|raised|sounds|sounded", "detected", AT_START },
	{ "? monitoring|monitors|alerting|alerts|alarms ? ? detected|detects|flagged|flags|reported|reports|caught", "detected", AT_START },
	{ "? monitoring ? triggered|triggers|raised|raises ? ? alert|alerts|alarm|alarms", "detected", AT_START },
	{ "? ? ? ? ? declared ? ? incident|outage", "declared", AT_START },
	/* PagerDuty's vocabulary */
	{ "acknowledged|acknowledges|acked|acks ? ? page|alert|alarm|incident|pager", "acknowledged", ANYWHERE },
	{ "acknowledged|acked|ack", "acknowledged", AT_START },
	{ "? on-call|oncall|engineer|responder ? acknowledged|acknowledges|acked|acks", "acknowledged", AT_START },
	{ "alert|page|pager|incident ? acknowledged|acked", "acknowledged", AT_START },
	/* Statuspage's: "Resolved: this incident has been resolved" */
	{ "incident|issue|problem|outage resolved|solved|closed", "resolved", AT_START },
	{ "the|this incident|issue|problem|outage is|was|has ? ? resolved|solved|over|closed", "resolved", AT_START },
	{ "incident|issue|problem|outage is|was|has|fully|completely ? ? resolved|solved|over|closed", "resolved", AT_START },
	{ "resolved the|this|? incident|issue|problem|outage", "resolved", AT_START },
	{ "all clear|clear-up|clear", "resolved", AT_START },
	{ "all-clear", "resolved", AT_START },
	{ "service|services|site|website|system ? ? restored|recovered", "mitigated", AT_START },
	{ "service|services|site|website is|was|were|fully ? restored|recovered", "mitigated", AT_START },
	/* what people do about it, at the start of what they log */
	{ "paged|pages|escalated|escalates|escalating", "escalation", AT_START },
	{ "escalation to", "escalation", AT_START },
	{ "was|were|got|been|is|are paged", "escalation", ANYWHERE },
	{ "paged ? on-call|oncall|team|engineer", "escalation", ANYWHERE },
	{ "escalated|escalates|escalated-to to", "escalation", ANYWHERE },
	{ "status page|statuspage ? updated|posted|changed|update", "comms", ANYWHERE },
	{ "statuspage|status-page updated|posted|update", "comms", ANYWHERE },
	{ "updated|posted|updates|posts|update ? ? status page", "comms", ANYWHERE },
	{ "updated|posted|updates|posts ? ? statuspage", "comms", ANYWHERE },
	{ "notified|informed|emailed|notifies|informs all|our|the|affected ? customers|users|stakeholders|clients", "comms", AT_START },
	{ "notified|informed|emailed|notifies customers|users|stakeholders|clients", "comms", AT_START },
	{ "customers|users|stakeholders|clients were|are|have|was ? notified|informed|emailed", "comms", AT_START },
	{ "customers|users|stakeholders|clients notified|informed|emailed", "comms", AT_START },
	{ "announced|announcement|tweeted|tweet", "comms", AT_START },
	{ "decision|decided|decides|agreed to|that|made|taken", "decision", AT_START },
	{ "we|i|team decided|agreed|decide to|that|not", "decision", AT_START },
	{ "? ? decision ? made|taken to", "decision", AT_START },
	{ "deployed|deploys|deploying|reverted|reverts|reverting|rollback|revert|redeployed|merged|hotfix", "change", AT_START },
	{ "rolled|rolls|rolling|roll back|out", "change", AT_START },
	{ "restarted|rebooted|upgraded|downgraded|failed-over", "change", AT_START },
	{ "failed over to", "change", AT_START },
	{ "version ? was|is|has ? released|deployed|published", "change", AT_START },
	{ "version ? released|deployed|published", "change", AT_START },
	{ "fix|patch|hotfix|rollback|change|release|deploy|deployment|configuration|revert|update|build ? deployed|applied|"
	  "merged|released|reverted|started|begins|began|initiated|completed|finished|complete", "change", AT_START },
	{ "was|were|is ? deployed|reverted|merged|released to|in|into|on|with|at", "change", ANYWHERE },
	{ "deployed|released|pushed|rolled to|out|into ? prod|production", "change", ANYWHERE },
	{ "rolled|rolls|roll|rolling back", "change", ANYWHERE },
	{ "hypothesis|theory", "hypothesis", AT_START },
	{ "suspected|suspecting|suspect|initially", "hypothesis", AT_START },
};

/* Labels as a whole: cells of a phase or kind column, words in bold, and what comes before a time. */
static const struct {
	const char *label, *kind;
} labels[] = {
	{ "impact", "impact" }, { "outage", "impact" }, { "start", "impact" }, { "started", "impact" },
	{ "incident start", "impact" }, { "incident started", "impact" }, { "impact start", "impact" },
	{ "impact started", "impact" }, { "impact began", "impact" }, { "start time", "impact" },
	{ "start of incident", "impact" }, { "start of impact", "impact" }, { "fault occurs", "impact" },
	{ "detected", "detected" }, { "detection", "detected" }, { "first detected", "detected" },
	{ "discovery", "detected" }, { "discovered", "detected" }, { "detection time", "detected" },
	{ "time detected", "detected" }, { "team aware", "detected" }, { "team becomes aware", "detected" }, { "noticed", "detected" },
	{ "acknowledged", "acknowledged" }, { "acknowledgement", "acknowledged" }, { "acknowledgment", "acknowledged" },
	{ "ack", "acknowledged" }, { "acked", "acknowledged" }, { "response", "acknowledged" },
	{ "declared", "declared" }, { "declaration", "declared" }, { "incident declared", "declared" },
	{ "mitigated", "mitigated" }, { "mitigation", "mitigated" }, { "mitigation applied", "mitigated" },
	{ "service restored", "mitigated" }, { "restored", "mitigated" }, { "recovered", "mitigated" },
	{ "repaired", "mitigated" }, { "incident repaired", "mitigated" },
	{ "resolved", "resolved" }, { "resolution", "resolved" }, { "solved", "resolved" }, { "all clear", "resolved" },
	{ "all-clear", "resolved" }, { "end", "resolved" }, { "ended", "resolved" }, { "end time", "resolved" },
	{ "incident resolved", "resolved" }, { "incident end", "resolved" }, { "end of incident", "resolved" },
	{ "end of impact", "resolved" }, { "closed", "resolved" }, { "resolution time", "resolved" },
	{ "decision", "decision" }, { "decided", "decision" },
	{ "change", "change" }, { "deploy", "change" }, { "deployment", "change" }, { "deployed", "change" },
	{ "rollback", "change" }, { "release", "change" }, { "revert", "change" }, { "fix deployed", "change" },
	{ "escalation", "escalation" }, { "escalated", "escalation" }, { "paged", "escalation" },
	{ "comms", "comms" }, { "communication", "comms" }, { "communications", "comms" }, { "status page", "comms" },
	{ "announcement", "comms" }, { "customer update", "comms" }, { "notification", "comms" },
	{ "hypothesis", "hypothesis" }, { "theory", "hypothesis" }, { "evidence", "evidence" },
	{ "note", "note" }, { "update", "note" }, { "investigation", "note" }, { "investigating", "note" },
	{ "identified", "note" }, { "monitoring", "note" }, { "trigger", "note" }, { "root cause", "note" },
	{ "diagnosis", "note" }, { "triage", "note" }, { "alert", "note" }, { "recovery", "note" }, { "info", "note" },
	{ "status", "status" },
	{ "auswirkung", "impact" }, { "beginn", "impact" }, { "störungsbeginn", "impact" }, { "beginn der störung", "impact" },
	{ "erkannt", "detected" }, { "entdeckt", "detected" }, { "erkennung", "detected" }, { "entdeckung", "detected" },
	{ "bestätigt", "acknowledged" }, { "entschärft", "mitigated" }, { "abgemildert", "mitigated" },
	{ "wiederhergestellt", "mitigated" }, { "behoben", "resolved" }, { "gelöst", "resolved" }, { "entwarnung", "resolved" },
	{ "störung behoben", "resolved" }, { "problem behoben", "resolved" }, { "behebung", "resolved" },
	{ "entscheidung", "decision" }, { "änderung", "change" }, { "eskalation", "escalation" },
	{ "kommunikation", "comms" }, { "hypothese", "hypothesis" },
	{ "début", "impact" }, { "début de l'incident", "impact" }, { "détection", "detected" }, { "détecté", "detected" },
	{ "acquitté", "acknowledged" }, { "prise en charge", "acknowledged" }, { "atténué", "mitigated" },
	{ "atténuation", "mitigated" }, { "rétabli", "mitigated" }, { "service rétabli", "mitigated" }, { "résolu", "resolved" },
	{ "résolution", "resolved" }, { "incident résolu", "resolved" }, { "fin de l'incident", "resolved" },
	{ "décision", "decision" }, { "changement", "change" }, { "déploiement", "change" }, { "escalade", "escalation" },
	{ "hypothèse", "hypothesis" },
	{ "inicio", "impact" }, { "inicio del incidente", "impact" }, { "impacto", "impact" }, { "detección", "detected" },
	{ "detectado", "detected" }, { "reconocido", "acknowledged" }, { "declarado", "declared" }, { "mitigado", "mitigated" },
	{ "mitigación", "mitigated" }, { "servicio restaurado", "mitigated" }, { "resuelto", "resolved" },
	{ "resolución", "resolved" }, { "incidente resuelto", "resolved" }, { "solucionado", "resolved" },
	{ "decisión", "decision" }, { "cambio", "change" }, { "despliegue", "change" }, { "escalamiento", "escalation" },
	{ "comunicación", "comms" }, { "hipótesis", "hypothesis" },
	{ "発生", "impact" }, { "障害発生", "impact" }, { "検知", "detected" }, { "検出", "detected" }, { "発見", "detected" },
	{ "障害検知", "detected" }, { "緩和", "mitigated" }, { "暫定対処", "mitigated" }, { "暫定復旧", "mitigated" },
	{ "復旧", "resolved" }, { "解決", "resolved" }, { "復旧完了", "resolved" }, { "エスカレーション", "escalation" },
	{ "デプロイ", "change" }, { "ロールバック", "change" }, { "発生時刻", "impact" }, { "復旧時刻", "resolved" },
	{ "故障发生", "impact" }, { "故障开始", "impact" }, { "开始", "impact" }, { "发现", "detected" }, { "告警", "detected" },
	{ "故障发现", "detected" }, { "响应", "acknowledged" }, { "止血", "mitigated" }, { "缓解", "mitigated" },
	{ "恢复", "resolved" }, { "故障恢复", "resolved" }, { "解决", "resolved" }, { "已恢复", "resolved" },
	{ "已解决", "resolved" }, { "升级", "escalation" }, { "回滚", "change" }, { "发布", "change" },
};

/* ---- labels ---------------------------------------------------------------------------------------- */

static bool is_edge(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r' || (c && strchr("*_`:.!,;-()[]<>=\"'~", c) != NULL);
}

/* Without the marks, brackets and pictures around it. */
static void trim_label(const char **text, size_t *len)
{
	for (bool more = true; more && *len;) {
		uint32_t cp = 0;
		size_t n = utf8_decode(*text, *len, &cp);
		bool picture = n && ((cp >= 0x2000 && cp < 0x2c00) || cp >= 0x1f000 || cp == 0xfe0f || cp == 0xff1a ||
					  cp == 0x3010 || cp == 0x3011);
		more = is_edge(**text) || picture;
		n = picture ? n : 1;
		*text += more ? n : 0;
		*len -= more ? n : 0;
	}
	for (bool more = true; more && *len;) {
		bool wide = *len >= 3 && (memcmp(*text + *len - 3, "\xef\xbc\x9a", 3) == 0 ||
						 memcmp(*text + *len - 3, "\xe3\x80\x91", 3) == 0);
		more = wide || is_edge((*text)[*len - 1]);
		*len -= wide ? 3 : more;
	}
}

static const char *find_label(const char *text, size_t len)
{
	trim_label(&text, &len);
	if (!len || len > LABEL_MAX)
		return NULL;
	struct phrase_word all = { .at = text, .len = len };
	for (size_t i = 0; i < LENGTH(labels); i++)
		if (tolower((unsigned char)*text) == (unsigned char)*labels[i].label && phrase_is(&all, labels[i].label, strlen(labels[i].label)))
			return labels[i].kind;
	return NULL;
}

const char *timeline_label_kind(const char *label)
{
	return find_label(label, strlen(label));
}

bool timeline_is_name(const char *text, size_t len)
{
	bool at = len && *text == '@';
	text += at;
	len -= at;
	if (!len || len > 40 || find_label(text, len) || !(isalpha((unsigned char)*text) || (unsigned char)*text >= 0xc3))
		return false;
	size_t words = 1;
	if (len > 3 && strspn(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") >= len) /* initials are two or three, DATE is none */
		return false;
	for (size_t i = 0; i < len; i++) {
		bool figure = isdigit((unsigned char)text[i]) && at; /* P0 and v2 are no people */
		bool letter = isalpha((unsigned char)text[i]) || figure || (unsigned char)text[i] >= 0x80;
		words += text[i] == ' ';
		if (!letter && (!strchr("-_. '", text[i]) || (text[i] == ' ' && at)))
			return false;
	}
	return words <= 2;
}

/* ---- phrases --------------------------------------------------------------------------------------- */

static bool is_denied(const struct phrase_words *words, size_t from, size_t count)
{
	for (size_t i = from; i < from + count; i++)
		if (phrase_match(words, i, "not|never|no|isn't|wasn't|hasn't|cannot|can't|partially", NULL))
			return true;
	return false;
}

static const char *match_rows(const struct phrase_words *words, bool whole)
{
	for (size_t r = 0; r < LENGTH(phrases); r++) {
		const struct kind_row *row = &phrases[r];
		size_t last = row->place == AT_START || whole ? 1 : WORDS_MAX;
		for (size_t i = 0; i < words->count && i < last; i++) {
			size_t used = phrase_match(words, i, row->pattern, NULL);
			if (used && (!whole || used == words->count) && !is_denied(words, i, used))
				return row->kind;
		}
	}
	return NULL;
}

static const char *kind_of(const char *text, size_t len, bool whole)
{
	struct phrase_words words = { 0 };
	char *copy = mem_copy_n(text, len);
	phrase_split(&words, copy);
	size_t skip = 0;
	while (skip < words.count && (phrase_is(&words.items[skip], "the", 3) || phrase_is(&words.items[skip], "a", 1) ||
					     phrase_is(&words.items[skip], "an", 2)))
		skip++;
	const char *kind = NULL;
	if (skip < words.count)
		kind = match_rows(&(struct phrase_words){ words.items + skip, words.count - skip, 0 }, whole);
	phrase_words_fini(&words);
	free(copy);
	return kind;
}

/* ---- marks ----------------------------------------------------------------------------------------- */

/* What a mark says: a label, or a phrase that is all of it. */
static const char *mark_kind(const char *text, size_t len)
{
	const char *kind = find_label(text, len);
	if (!kind && len <= LABEL_MAX)
		kind = kind_of(text, len, true);
	return kind && !text_equal(kind, "note") ? kind : NULL;
}

static const char *bold_kind(const char *line, size_t len)
{
	for (size_t i = 0; i + 4 < len; i++) {
		if (line[i] != '*' || line[i + 1] != '*')
			continue;
		const char *end = memmem(line + i + 2, len - i - 2, "**", 2);
		if (!end)
			return NULL;
		const char *kind = mark_kind(line + i + 2, (size_t)(end - line) - i - 2);
		if (kind)
			return kind;
		i = (size_t)(end - line) + 1;
	}
	return NULL;
}

static const char *arrow_kind(const char *line, size_t len)
{
	static const char *const arrows[] = { "<==", "<--", "<-", "\xe2\x86\x90", "\xe2\x87\x90", "==>" };
	for (size_t i = 0; i < LENGTH(arrows); i++) {
		const char *at = memmem(line, len, arrows[i], strlen(arrows[i]));
		const char *kind = at ? mark_kind(at, len - (size_t)(at - line)) : NULL;
		if (kind)
			return kind;
	}
	return NULL;
}

/* A run of words in capitals: the longest that says something, `OUTAGE BEGINS` rather than `OUTAGE`. */
static const char *capitals_kind(const char *line, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		if (!isupper((unsigned char)line[i]) || (i && isalnum((unsigned char)line[i - 1])))
			continue;
		size_t end = i, last = i;
		while (end < len && (isupper((unsigned char)line[end]) || line[end] == ' ' || line[end] == '-')) {
			last = isupper((unsigned char)line[end]) ? end + 1 : last;
			end++;
		}
		if (end < len && islower((unsigned char)line[end]))
			last = last > i + 1 ? last - 1 : i;
		const char *kind = last > i + 3 ? mark_kind(line + i, last - i) : NULL;
		if (kind)
			return kind;
		i = last > i ? last : i;
	}
	return NULL;
}

/* `resolved: the old index is back` */
static const char *before_colon_kind(const char *line, size_t len)
{
	const char *colon = memchr(line, ':', len < LABEL_MAX ? len : LABEL_MAX);
	const char *kind = colon && (size_t)(colon - line) + 1 < len && colon[1] == ' ' ? find_label(line, (size_t)(colon - line)) : NULL;
	return kind && !text_equal(kind, "note") ? kind : NULL;
}

const char *timeline_text_kind(const char *text, bool *mark)
{
	size_t len = strnlen(text, TEXT_MAX), line = strcspn(text, "\n");
	line = line < len ? line : len;
	const char *kind = arrow_kind(text, line);
	kind = kind ? kind : bold_kind(text, line);
	kind = kind ? kind : capitals_kind(text, line);
	*mark = kind != NULL;
	kind = kind || text[line] ? kind : find_label(text, line);
	kind = kind ? kind : before_colon_kind(text, line);
	return kind ? kind : kind_of(text, len, false);
}
