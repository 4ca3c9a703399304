#include "intake/postmortem_head.h"

#include <ctype.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "intake/heading.h"

enum { LABEL_MAX = 48 };

/* English, German, French, Spanish, Portuguese, Japanese, Chinese; in the singular where s makes the plural. */
static const struct head_label labels[] = {
	{ "title", HEAD_TITLE },
	{ "incident title", HEAD_TITLE },
	{ "titel", HEAD_TITLE },
	{ "titre", HEAD_TITLE },
	{ "título", HEAD_TITLE },
	{ "incident id", HEAD_REF },
	{ "incident number", HEAD_REF },
	{ "incident no", HEAD_REF },
	{ "incident #", HEAD_REF },
	{ "incident ref", HEAD_REF },
	{ "incident reference", HEAD_REF },
	{ "incident ticket", HEAD_REF },
	{ "incident", HEAD_REF },
	{ "id", HEAD_REF },
	{ "reference", HEAD_REF },
	{ "ref", HEAD_REF },
	{ "ticket", HEAD_REF },
	{ "case", HEAD_REF },
	{ "vorfallsnummer", HEAD_REF },
	{ "id do incidente", HEAD_REF },
	{ "date of incident", HEAD_DATE },
	{ "incident date", HEAD_DATE },
	{ "date of outage", HEAD_DATE },
	{ "outage date", HEAD_DATE },
	{ "date of event", HEAD_DATE },
	{ "date", HEAD_DATE },
	{ "date and time", HEAD_DATE },
	{ "date/time", HEAD_DATE },
	{ "day", HEAD_DATE },
	{ "datum", HEAD_DATE },
	{ "fecha", HEAD_DATE },
	{ "fecha del incidente", HEAD_DATE },
	{ "data", HEAD_DATE },
	{ "data/hora", HEAD_DATE },
	{ "data do incidente", HEAD_DATE },
	{ "date de l'incident", HEAD_DATE },
	{ "発生日", HEAD_DATE },
	{ "日付", HEAD_DATE },
	{ "日時", HEAD_DATE },
	{ "日期", HEAD_DATE },
	{ "start", HEAD_START },
	{ "started", HEAD_START },
	{ "start time", HEAD_START },
	{ "start date", HEAD_START },
	{ "started at", HEAD_START },
	{ "incident start", HEAD_START },
	{ "incident started", HEAD_START },
	{ "incident start time", HEAD_START },
	{ "impact start", HEAD_START },
	{ "impact started", HEAD_START },
	{ "outage start", HEAD_START },
	{ "began", HEAD_START },
	{ "beginn", HEAD_START },
	{ "début", HEAD_START },
	{ "inicio", HEAD_START },
	{ "início", HEAD_START },
	{ "発生日時", HEAD_START },
	{ "開始", HEAD_START },
	{ "开始时间", HEAD_START },
	{ "detected", HEAD_DETECTED },
	{ "detected at", HEAD_DETECTED },
	{ "detectado", HEAD_DETECTED },
	{ "time detected", HEAD_DETECTED },
	{ "detection time", HEAD_DETECTED },
	{ "time of detection", HEAD_DETECTED },
	{ "erkannt", HEAD_DETECTED },
	{ "検知日時", HEAD_DETECTED },
	{ "acknowledged", HEAD_ACKNOWLEDGED },
	{ "acknowledged at", HEAD_ACKNOWLEDGED },
	{ "time acknowledged", HEAD_ACKNOWLEDGED },
	{ "declared", HEAD_DECLARED },
	{ "declared at", HEAD_DECLARED },
	{ "mitigated", HEAD_MITIGATED },
	{ "mitigated at", HEAD_MITIGATED },
	{ "time mitigated", HEAD_MITIGATED },
	{ "end", HEAD_END },
	{ "ended", HEAD_END },
	{ "ended at", HEAD_END },
	{ "end time", HEAD_END },
	{ "end date", HEAD_END },
	{ "incident end", HEAD_END },
	{ "incident ended", HEAD_END },
	{ "incident end time", HEAD_END },
	{ "impact end", HEAD_END },
	{ "impact ended", HEAD_END },
	{ "outage end", HEAD_END },
	{ "resolved", HEAD_END },
	{ "resolved at", HEAD_END },
	{ "time resolved", HEAD_END },
	{ "resolution time", HEAD_END },
	{ "ende", HEAD_END },
	{ "fin", HEAD_END },
	{ "復旧日時", HEAD_END },
	{ "结束时间", HEAD_END },
	{ "duration", HEAD_SPAN },
	{ "incident duration", HEAD_SPAN },
	{ "outage duration", HEAD_SPAN },
	{ "time", HEAD_SPAN },
	{ "incident time", HEAD_SPAN },
	{ "dauer", HEAD_SPAN },
	{ "durée", HEAD_SPAN },
	{ "duración", HEAD_SPAN },
	{ "duração", HEAD_SPAN },
	{ "impact period", HEAD_SPAN },
	{ "impact window", HEAD_SPAN },
	{ "zeitraum", HEAD_SPAN },
	{ "影響期間", HEAD_SPAN },
	{ "発生期間", HEAD_SPAN },
	{ "期間", HEAD_SPAN },
	{ "status", HEAD_STATUS },
	{ "incident status", HEAD_STATUS },
	{ "current status", HEAD_STATUS },
	{ "document status", HEAD_STATUS },
	{ "postmortem status", HEAD_STATUS },
	{ "state", HEAD_STATUS },
	{ "statut", HEAD_STATUS },
	{ "estado", HEAD_STATUS },
	{ "ステータス", HEAD_STATUS },
	{ "状态", HEAD_STATUS },
	{ "severity", HEAD_SEVERITY },
	{ "severity level", HEAD_SEVERITY },
	{ "incident severity", HEAD_SEVERITY },
	{ "sev", HEAD_SEVERITY },
	{ "priority", HEAD_SEVERITY },
	{ "impact level", HEAD_SEVERITY },
	{ "schweregrad", HEAD_SEVERITY },
	{ "priorität", HEAD_SEVERITY },
	{ "sévérité", HEAD_SEVERITY },
	{ "gravité", HEAD_SEVERITY },
	{ "gravedad", HEAD_SEVERITY },
	{ "severidad", HEAD_SEVERITY },
	{ "severidade", HEAD_SEVERITY },
	{ "重要度", HEAD_SEVERITY },
	{ "重大度", HEAD_SEVERITY },
	{ "深刻度", HEAD_SEVERITY },
	{ "严重程度", HEAD_SEVERITY },
	{ "service", HEAD_SERVICES },
	{ "affected service", HEAD_SERVICES },
	{ "service affected", HEAD_SERVICES },
	{ "services affected", HEAD_SERVICES },
	{ "impacted service", HEAD_SERVICES },
	{ "services impacted", HEAD_SERVICES },
	{ "affected system", HEAD_SERVICES },
	{ "systems affected", HEAD_SERVICES },
	{ "impacted system", HEAD_SERVICES },
	{ "component", HEAD_SERVICES },
	{ "affected component", HEAD_SERVICES },
	{ "components affected", HEAD_SERVICES },
	{ "product", HEAD_SERVICES },
	{ "affected product", HEAD_SERVICES },
	{ "system", HEAD_SERVICES },
	{ "betroffene dienste", HEAD_SERVICES },
	{ "betroffene systeme", HEAD_SERVICES },
	{ "services concernés", HEAD_SERVICES },
	{ "servicios afectados", HEAD_SERVICES },
	{ "serviços afetados", HEAD_SERVICES },
	{ "影響サービス", HEAD_SERVICES },
	{ "影响服务", HEAD_SERVICES },
	{ "tag", HEAD_TAGS },
	{ "label", HEAD_TAGS },
	{ "keyword", HEAD_TAGS },
	{ "categorie", HEAD_TAGS },
	{ "category", HEAD_TAGS },
	{ "schlagwörter", HEAD_TAGS },
	{ "time zone", HEAD_ZONE },
	{ "timezone", HEAD_ZONE },
	{ "zeitzone", HEAD_ZONE },
	{ "fuseau horaire", HEAD_ZONE },
	{ "zona horaria", HEAD_ZONE },
	{ "author", HEAD_ROLE, "author" },
	{ "postmortem author", HEAD_ROLE, "author" },
	{ "written by", HEAD_ROLE, "author" },
	{ "prepared by", HEAD_ROLE, "author" },
	{ "by", HEAD_ROLE, "author" },
	{ "autor", HEAD_ROLE, "author" },
	{ "autoren", HEAD_ROLE, "author" },
	{ "verfasser", HEAD_ROLE, "author" },
	{ "auteur", HEAD_ROLE, "author" },
	{ "autore", HEAD_ROLE, "author" },
	{ "rédacteur", HEAD_ROLE, "author" },
	{ "作成者", HEAD_ROLE, "author" },
	{ "作者", HEAD_ROLE, "author" },
	{ "owner", HEAD_ROLE, "owner" },
	{ "postmortem owner", HEAD_ROLE, "owner", true },
	{ "incident owner", HEAD_ROLE, "owner", true },
	{ "document owner", HEAD_ROLE, "owner", true },
	{ "verantwortlich", HEAD_ROLE, "owner" },
	{ "responsable", HEAD_ROLE, "owner" },
	{ "responsável", HEAD_ROLE, "owner" },
	{ "担当者", HEAD_ROLE, "owner" },
	{ "负责人", HEAD_ROLE, "owner" },
	{ "incident commander", HEAD_ROLE, "commander", true },
	{ "incident lead", HEAD_ROLE, "commander", true },
	{ "incident leader", HEAD_ROLE, "commander", true },
	{ "incident manager", HEAD_ROLE, "commander", true },
	{ "incident coordinator", HEAD_ROLE, "commander", true },
	{ "commander", HEAD_ROLE, "commander" },
	{ "ic", HEAD_ROLE, "commander" },
	{ "einsatzleitung", HEAD_ROLE, "commander", true },
	{ "einsatzleiter", HEAD_ROLE, "commander", true },
	{ "インシデントコマンダー", HEAD_ROLE, "commander", true },
	{ "scribe", HEAD_ROLE, "scribe", true },
	{ "note taker", HEAD_ROLE, "scribe", true },
	{ "notetaker", HEAD_ROLE, "scribe", true },
	{ "protokoll", HEAD_ROLE, "scribe" },
	{ "comms", HEAD_ROLE, "comms" },
	{ "comms lead", HEAD_ROLE, "comms", true },
	{ "communications", HEAD_ROLE, "comms" },
	{ "communications lead", HEAD_ROLE, "comms", true },
	{ "communication lead", HEAD_ROLE, "comms", true },
	{ "customer liaison", HEAD_ROLE, "comms", true },
	{ "operations lead", HEAD_ROLE, "operations lead", true },
	{ "ops lead", HEAD_ROLE, "operations lead", true },
	{ "tech lead", HEAD_ROLE, "technical lead" },
	{ "technical lead", HEAD_ROLE, "technical lead" },
	{ "subject matter expert", HEAD_ROLE, "subject matter expert" },
	{ "sme", HEAD_ROLE, "subject matter expert" },
	{ "deputy", HEAD_ROLE, "deputy" },
	{ "reporter", HEAD_ROLE, "reporter" },
	{ "reported by", HEAD_ROLE, "reporter" },
	{ "detected by", HEAD_ROLE, "reporter" },
	{ "gemeldet von", HEAD_ROLE, "reporter" },
	{ "detectado por", HEAD_ROLE, "reporter" },
	{ "reportado por", HEAD_ROLE, "reporter" },
	{ "signalé par", HEAD_ROLE, "reporter" },
	{ "報告者", HEAD_ROLE, "reporter" },
	{ "reviewer", HEAD_ROLE, "reviewer" },
	{ "reviewed by", HEAD_ROLE, "reviewer" },
	{ "revisor técnico", HEAD_ROLE, "reviewer" },
	{ "approver", HEAD_ROLE, "approver" },
	{ "approved by", HEAD_ROLE, "approver" },
	{ "on call", HEAD_ROLE, "on-call" },
	{ "on-call", HEAD_ROLE, "on-call" },
	{ "on-call engineer", HEAD_ROLE, "on-call" },
	{ "oncall", HEAD_ROLE, "on-call" },
	{ "bereitschaft", HEAD_ROLE, "on-call" },
	{ "responder", HEAD_PEOPLE, "responder", true },
	{ "incident responder", HEAD_PEOPLE, "responder", true },
	{ "participant", HEAD_PEOPLE, "participant" },
	{ "attendee", HEAD_PEOPLE, "attendee" },
	{ "people involved", HEAD_PEOPLE, "participant" },
	{ "contributor", HEAD_PEOPLE, "contributor" },
	{ "beteiligte", HEAD_PEOPLE, "participant" },
	{ "participantes", HEAD_PEOPLE, "participant" },
	{ "対応者", HEAD_PEOPLE, "responder" },
	{ "参与人员", HEAD_PEOPLE, "participant" },
};

/* What a text is compared by: small letters, no marks, single blanks, without "(s)" and other hints in brackets; cut, and
 * then like no label, if it is long. */
static size_t normalize(const char *text, size_t len, char out[LABEL_MAX + 1])
{
	size_t size = 0;
	int depth = 0;
	for (size_t i = 0; i < len; i++) {
		char c = text[i];
		depth += c == '(';
		depth -= c == ')' && depth > 0;
		if (depth || strchr("*_`:)\r\n", c))
			c = (char)(c == '_' && size && i + 1 < len && isalnum((unsigned char)text[i + 1]) ? ' ' : '\0');
		if (!c || (isspace((unsigned char)c) && (!size || out[size - 1] == ' ')))
			continue;
		if (size == LABEL_MAX)
			break;
		out[size++] = (char)tolower((unsigned char)c);
	}
	while (size && out[size - 1] == ' ')
		size--;
	out[size] = '\0';
	return size;
}

static const struct head_label *same(const char *text, size_t len)
{
	for (size_t i = 0; i < LENGTH(labels); i++)
		if (labels[i].name[0] == text[0] && strlen(labels[i].name) == len && memcmp(labels[i].name, text, len) == 0)
			return &labels[i];
	return NULL;
}

const struct head_label *head_label_find(const char *text, size_t len)
{
	char name[LABEL_MAX + 1];
	size_t size = normalize(text, len, name);
	if (!size)
		return NULL;
	const struct head_label *label = same(name, size);
	return !label && size > 3 && name[size - 1] == 's' ? same(name, size - 1) : label;
}

/* A word of a value: what it stands for. */
struct meaning {
	const char *word, *means, *review;
};

static const struct meaning statuses[] = {
	{ "in review", NULL, "in-review" },
	{ "under review", NULL, "in-review" },
	{ "for review", NULL, "in-review" },
	{ "ready for review", NULL, "in-review" },
	{ "draft", NULL, "draft" },
	{ "wip", NULL, "draft" },
	{ "work in progress", NULL, "draft" },
	{ "entwurf", NULL, "draft" },
	{ "brouillon", NULL, "draft" },
	{ "borrador", NULL, "draft" },
	{ "rascunho", NULL, "draft" },
	{ "not resolved", "investigating", NULL },
	{ "unresolved", "investigating", NULL },
	{ "ongoing", "investigating", NULL },
	{ "active", "investigating", NULL },
	{ "open", "investigating", NULL },
	{ "in progress", "investigating", NULL },
	{ "investigating", "investigating", NULL },
	{ "under investigation", "investigating", NULL },
	{ "offen", "investigating", NULL },
	{ "identified", "identified", NULL },
	{ "monitoring", "mitigated", NULL },
	{ "mitigated", "mitigated", NULL },
	{ "partially resolved", "mitigated", NULL },
	{ "resolved", "resolved", NULL },
	{ "solved", "resolved", NULL },
	{ "fixed", "resolved", NULL },
	{ "recovered", "resolved", NULL },
	{ "restored", "resolved", NULL },
	{ "done", "resolved", NULL },
	{ "over", "resolved", NULL },
	{ "gelöst", "resolved", NULL },
	{ "behoben", "resolved", NULL },
	{ "résolu", "resolved", NULL },
	{ "resuelto", "resolved", NULL },
	{ "resolvido", "resolved", NULL },
	{ "解決済み", "resolved", NULL },
	{ "復旧済み", "resolved", NULL },
	{ "已解决", "resolved", NULL },
	{ "complete", "closed", NULL },
	{ "completed", "closed", NULL },
	{ "closed", "closed", NULL },
	{ "final", "closed", NULL },
	{ "published", "closed", NULL },
	{ "approved", "closed", "approved" },
	{ "abgeschlossen", "closed", NULL },
	{ "terminé", "closed", NULL },
	{ "clos", "closed", NULL },
	{ "cerrado", "closed", NULL },
	{ "fechado", "closed", NULL },
	{ "完了", "closed", NULL },
};

static const struct meaning severities[] = {
	{ "critical", "SEV1" },
	{ "blocker", "SEV1" },
	{ "catastrophic", "SEV1" },
	{ "kritisch", "SEV1" },
	{ "critique", "SEV1" },
	{ "crítica", "SEV1" },
	{ "crítico", "SEV1" },
	{ "致命的", "SEV1" },
	{ "严重", "SEV1" },
	{ "high", "SEV2" },
	{ "major", "SEV2" },
	{ "severe", "SEV2" },
	{ "hoch", "SEV2" },
	{ "schwer", "SEV2" },
	{ "haute", "SEV2" },
	{ "élevée", "SEV2" },
	{ "majeur", "SEV2" },
	{ "majeure", "SEV2" },
	{ "alta", "SEV2" },
	{ "alto", "SEV2" },
	{ "高", "SEV2" },
	{ "moderate", "SEV3" },
	{ "medium", "SEV3" },
	{ "mittel", "SEV3" },
	{ "moyenne", "SEV3" },
	{ "media", "SEV3" },
	{ "média", "SEV3" },
	{ "中", "SEV3" },
	{ "minor", "SEV4" },
	{ "low", "SEV4" },
	{ "niedrig", "SEV4" },
	{ "gering", "SEV4" },
	{ "faible", "SEV4" },
	{ "mineur", "SEV4" },
	{ "baja", "SEV4" },
	{ "baixa", "SEV4" },
	{ "低", "SEV4" },
	{ "near miss", "SEV5" },
	{ "informational", "SEV5" },
	{ "trivial", "SEV5" },
};

static bool is_word(unsigned char c)
{
	return isalnum(c) || c >= 0x80;
}

enum { MEANING_MAX = 256 }; /* bytes of a value in which one is looked for */

/* Small letters, also of Latin ones with a mark: "RÉSOLU". */
static void fold_value(const char *value, char out[MEANING_MAX + 1])
{
	size_t len = strnlen(value, MEANING_MAX);
	for (size_t i = 0; i < len; i++) {
		unsigned char c = (unsigned char)value[i];
		bool marked = i && (unsigned char)value[i - 1] == 0xc3 && c >= 0x80 && c <= 0x9e && c != 0x97;
		out[i] = (char)(marked ? c + 0x20 : c < 0x80 ? tolower(c) : c);
	}
	out[len] = '\0';
}

/* The meaning of the first known word, the longest at its place: "not resolved" before "resolved". */
static const struct meaning *first_meaning(const char *value, const struct meaning *rows, size_t count)
{
	char folded[MEANING_MAX + 1];
	fold_value(value, folded);
	for (const char *at = folded; *at; at++) {
		const struct meaning *best = NULL;
		size_t longest = 0;
		if (at > folded && is_word((unsigned char)at[-1]) && (unsigned char)at[0] < 0x80)
			continue;
		for (size_t i = 0; i < count; i++) {
			size_t len = strlen(rows[i].word);
			bool wide = (unsigned char)rows[i].word[0] >= 0xe0;
			if (len > longest && strncmp(at, rows[i].word, len) == 0 && (wide || !is_word((unsigned char)at[len]))) {
				best = &rows[i];
				longest = len;
			}
		}
		if (best)
			return best;
	}
	return NULL;
}

const char *head_status(const char *value, const char **review)
{
	const struct meaning *meaning = first_meaning(value, statuses, LENGTH(statuses));
	*review = meaning ? meaning->review : NULL;
	return meaning ? meaning->means : NULL;
}

/* SEV-1, Sev 2, S3, P1, Severity 2, or a number alone: 0 is as bad as 1. */
static const char *numbered_severity(const char *value)
{
	static const char *const names[] = { "SEV1", "SEV1", "SEV2", "SEV3", "SEV4", "SEV5" };
	static const char *const marks[] = { "severity", "sev", "priority", "p", "s", "level", "prio", "" };
	for (const char *at = value; *at && at < value + 128; at++) {
		if (at > value && is_word((unsigned char)at[-1]))
			continue;
		for (size_t i = 0; i < LENGTH(marks); i++) {
			size_t len = strlen(marks[i]);
			if (strncasecmp(at, marks[i], len) != 0 || (!len && at > value))
				continue;
			len += len ? strspn(at + len, " -_:") : 0;
			bool ends = at[len] && !isalnum((unsigned char)at[len + 1]) && at[len + 1] != '.';
			if (at[len] >= '0' && at[len] <= '5' && ends)
				return names[at[len] - '0'];
		}
	}
	return NULL;
}

const char *head_severity(const char *value)
{
	const char *numbered = numbered_severity(value);
	const struct meaning *meaning = numbered ? NULL : first_meaning(value, severities, LENGTH(severities));
	return meaning ? meaning->means : numbered;
}

enum head_place head_place_of_key(const char *key)
{
	static const struct {
		const char *key;
		enum head_place place;
	} rows[] = {
		{ "timeline", HEAD_IS_TIMELINE },
		{ "responders", HEAD_IS_PEOPLE },
		{ "summary", HEAD_IS_HEAD },
		{ "facts", HEAD_IS_HEAD },
		{ "metrics", HEAD_IS_HEAD },
		{ "impact", HEAD_IS_HEAD },
	};
	for (size_t i = 0; key && i < LENGTH(rows); i++)
		if (text_equal(rows[i].key, key))
			return rows[i].place;
	return key ? HEAD_IS_BODY : HEAD_IS_OWN;
}

enum head_place head_place_of(const char *heading, size_t len)
{
	return head_place_of_key(heading_key(heading, len, 0));
}

static bool is_one_of(const char *text, const char *const *names, size_t count)
{
	char name[LABEL_MAX + 1];
	size_t len = strlen(text);
	if (len > LABEL_MAX || !normalize(text, len, name))
		return false;
	for (size_t i = 0; i < count; i++)
		if (text_equal(names[i], name))
			return true;
	return false;
}

bool head_is_field_column(const char *text)
{
	static const char *const names[] = { "field", "item", "property", "attribute", "detail", "details", "key", "parameter", "feld",
		"merkmal", "champ", "élément", "campo", "dato", "項目", "字段", "项目" };
	return is_one_of(text, names, LENGTH(names));
}

bool head_is_role_column(const char *text)
{
	static const char *const names[] = { "role", "rolle", "rôle", "rol", "função", "position", "役割", "角色", "responsibility" };
	return is_one_of(text, names, LENGTH(names));
}

size_t head_title_prefix(const char *title)
{
	static const char *const prefixes[] = { "post-incident review", "post incident review", "post-incident report",
		"post incident report", "post-incident summary", "post-incident analysis", "post-mortem report", "postmortem report", "post-mortem analysis", "postmortem analysis",
		"incident post-mortem", "incident postmortem", "incident report", "incident review", "incident retrospective",
		"incident analysis", "outage report", "root cause analysis", "blameless post-mortem", "blameless postmortem",
		"post-mortem", "postmortem", "post mortem", "retrospective", "rca", "pir", "coe", "incident", "outage",
		"vorfallsbericht", "rapport d'incident", "informe de incidente", "informe del incidente", "障害報告書", "障害報告",
		"ポストモーテム", "事故报告", "故障报告" };
	static const char *const joints[] = { ":", "：", "-", "–", "—", "|", "for ", "of ", "on ", "to ", "über ", "sur ", "about " };
	for (size_t i = 0; i < LENGTH(prefixes); i++) {
		size_t len = strlen(prefixes[i]);
		if (strncasecmp(title, prefixes[i], len) != 0 || isalpha((unsigned char)title[len]))
			continue;
		size_t blanks = strspn(title + len, " ");
		if (!title[len + blanks] || text_equal(title + len, "."))
			return strlen(title);
		for (size_t j = 0; j < LENGTH(joints); j++) {
			bool word = isalpha((unsigned char)joints[j][0]) || (unsigned char)joints[j][0] == 0xc3;
			/* "Outage of the shop" is a title */
			bool bare = i < 26 && !text_equal(prefixes[i], "incident") && !text_equal(prefixes[i], "outage");
			if (text_starts(title + len + blanks, joints[j]) && (!word || (blanks && bare)))
				return len + blanks + strlen(joints[j]) + strspn(title + len + blanks + strlen(joints[j]), " ");
		}
	}
	return 0;
}
