#include "intake/timeline.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "base/text.h"

enum { HEAD_MAX = 160 }; /* bytes of a heading or label that are looked at */

/* Words in small letters without accents, hyphens between them, = before what must be all of the text; scripts
 * that have no such form as they are. */
struct phrase_row {
	const char *words;
	int means;
};

/* ---- matching -------------------------------------------------------------------------------------- */

/* The text as `-word-word-`, digits on their own left out: headings are numbered. */
static void fold(const char *text, size_t len, struct buf *out)
{
	struct buf slug = { 0 };
	char *copy = mem_copy_n(text, len < HEAD_MAX ? len : HEAD_MAX);
	text_slug(&slug, copy, HEAD_MAX);
	bool none = text_equal(buf_text(&slug), "incident") && !strcasestr(copy, "incident");
	buf_putc(out, '-');
	for (const char *at = none ? "" : buf_text(&slug); *at;) {
		size_t n = strcspn(at, "-");
		if (strspn(at, "0123456789") < n) {
			buf_put(out, at, n);
			buf_putc(out, '-');
		}
		at += n + (at[n] == '-');
	}
	buf_fini(&slug);
	free(copy);
}

static bool is_latin(const char *words)
{
	return (unsigned char)*words < 0x80;
}

/* A text as it is compared: headings are many, and have few of the rows' first letters. */
struct folded {
	struct buf text;
	char *raw;
	bool first[UCHAR_MAX + 1]; /* bytes that a word begins with */
	bool other; /* some of it is not Latin */
};

static struct folded folded_of(const char *text)
{
	size_t len = strlen(text);
	struct folded folded = { .raw = mem_copy_n(text, len < HEAD_MAX ? len : HEAD_MAX) };
	fold(text, len, &folded.text);
	for (size_t i = 1; i < folded.text.len; i++)
		if (folded.text.data[i - 1] == '-')
			folded.first[(unsigned char)folded.text.data[i]] = true;
	for (const char *at = folded.raw; *at && !folded.other; at++)
		folded.other = !is_latin(at);
	return folded;
}

static void folded_fini(struct folded *folded)
{
	buf_fini(&folded->text);
	free(folded->raw);
}

static bool has_words(const struct folded *folded, const char *words, bool all)
{
	size_t len = strlen(words);
	const char *text = buf_text(&folded->text);
	if (all && len + 2 != folded->text.len)
		return false;
	for (const char *at = strstr(text, words); at; at = strstr(at + 1, words))
		if (at[-1] == '-' && at[len] == '-')
			return true;
	return false;
}

/* What the first row means whose words are in the text. */
static int find_row(const struct phrase_row *rows, size_t count, const struct folded *text, int none)
{
	for (size_t i = 0; i < count; i++) {
		bool all = *rows[i].words == '=';
		const char *words = rows[i].words + all;
		bool there = is_latin(words) ? text->first[(unsigned char)*words] && has_words(text, words, all)
					     : text->other && strstr(text->raw, words) != NULL;
		if (there)
			return rows[i].means;
	}
	return none;
}

/* ---- headings -------------------------------------------------------------------------------------- */

static const struct phrase_row headings[] = {
	{ "timeline", TIMELINE_YES }, { "timelines", TIMELINE_YES }, { "time-line", TIMELINE_YES },
	{ "chronology", TIMELINE_YES }, { "chronological", TIMELINE_YES }, { "sequence-of-events", TIMELINE_YES },
	{ "order-of-events", TIMELINE_YES }, { "course-of-events", TIMELINE_YES }, { "key-events", TIMELINE_YES },
	{ "play-by-play", TIMELINE_YES }, { "blow-by-blow", TIMELINE_YES }, { "minute-by-minute", TIMELINE_YES },
	{ "zeitleiste", TIMELINE_YES }, { "zeitstrahl", TIMELINE_YES }, { "zeitverlauf", TIMELINE_YES },
	{ "zeitlinie", TIMELINE_YES }, { "zeitachse", TIMELINE_YES }, { "zeitlicher", TIMELINE_YES },
	{ "chronologie", TIMELINE_YES }, { "chronologischer", TIMELINE_YES }, { "hergang", TIMELINE_YES },
	{ "chronologique", TIMELINE_YES }, { "ligne-du-temps", TIMELINE_YES }, { "ligne-de-temps", TIMELINE_YES },
	{ "deroulement", TIMELINE_YES }, { "deroule", TIMELINE_YES },
	{ "cronologia", TIMELINE_YES }, { "linea-de-tiempo", TIMELINE_YES }, { "linea-del-tiempo", TIMELINE_YES },
	{ "linea-temporal", TIMELINE_YES }, { "secuencia-de-eventos", TIMELINE_YES }, { "cronologico", TIMELINE_YES },
	{ "linha-do-tempo", TIMELINE_YES },
	{ "タイムライン", TIMELINE_YES }, { "時系列", TIMELINE_YES }, { "経緯", TIMELINE_YES }, { "経過", TIMELINE_YES },
	{ "対応履歴", TIMELINE_YES }, { "时间线", TIMELINE_YES }, { "时间轴", TIMELINE_YES }, { "時間線", TIMELINE_YES },
	{ "時間軸", TIMELINE_YES }, { "经过", TIMELINE_YES }, { "經過", TIMELINE_YES }, { "处理过程", TIMELINE_YES },
	{ "處理過程", TIMELINE_YES }, { "타임라인", TIMELINE_YES },
	{ "events", TIMELINE_MAYBE }, { "event-log", TIMELINE_MAYBE }, { "log", TIMELINE_MAYBE },
	{ "logbook", TIMELINE_MAYBE }, { "what-happened", TIMELINE_MAYBE }, { "what-has-happened", TIMELINE_MAYBE },
	{ "history", TIMELINE_MAYBE }, { "updates", TIMELINE_MAYBE }, { "key-moments", TIMELINE_MAYBE },
	{ "milestones", TIMELINE_MAYBE }, { "key-times", TIMELINE_MAYBE }, { "narrative", TIMELINE_MAYBE },
	{ "ablauf", TIMELINE_MAYBE }, { "verlauf", TIMELINE_MAYBE }, { "ereignisse", TIMELINE_MAYBE },
	{ "was-geschah", TIMELINE_MAYBE }, { "was-ist-passiert", TIMELINE_MAYBE }, { "was-ist-geschehen", TIMELINE_MAYBE },
	{ "was-war-passiert", TIMELINE_MAYBE }, { "evenements", TIMELINE_MAYBE }, { "historique", TIMELINE_MAYBE },
	{ "que-s-est-il-passe", TIMELINE_MAYBE }, { "ce-qui-s-est-passe", TIMELINE_MAYBE },
	{ "eventos", TIMELINE_MAYBE }, { "historial", TIMELINE_MAYBE }, { "que-paso", TIMELINE_MAYBE },
	{ "que-sucedio", TIMELINE_MAYBE }, { "que-ocurrio", TIMELINE_MAYBE }, { "sucesos", TIMELINE_MAYBE },
	{ "acontecimientos", TIMELINE_MAYBE },
	{ "何が起き", TIMELINE_MAYBE }, { "イベント", TIMELINE_MAYBE }, { "履歴", TIMELINE_MAYBE },
	{ "过程", TIMELINE_MAYBE }, { "過程", TIMELINE_MAYBE }, { "事件", TIMELINE_MAYBE },
};

/* 1: elsewhere; 2: what was done about it is of the incident. */
static const struct phrase_row elsewhere[] = {
	{ "actions-taken", 2 }, { "action-taken", 2 }, { "immediate-actions", 2 }, { "response-actions", 2 },
	{ "corrective-actions-taken", 2 }, { "actions-immediates", 2 }, { "acciones-tomadas", 2 },
	{ "action", 1 }, { "actions", 1 }, { "next-steps", 1 }, { "follow-up", 1 }, { "follow-ups", 1 }, { "followup", 1 },
	{ "todo", 1 }, { "to-do", 1 }, { "to-dos", 1 }, { "lessons", 1 }, { "lesson", 1 }, { "learned", 1 },
	{ "learnings", 1 }, { "remediation", 1 }, { "remediations", 1 }, { "prevention", 1 }, { "preventative", 1 },
	{ "preventive", 1 }, { "corrective", 1 }, { "improvements", 1 }, { "recommendations", 1 }, { "roadmap", 1 },
	{ "changelog", 1 }, { "change-log", 1 }, { "change-history", 1 }, { "document-history", 1 },
	{ "revision-history", 1 }, { "revisions", 1 }, { "version-history", 1 }, { "versions", 1 }, { "reviewers", 1 },
	{ "approvals", 1 }, { "glossary", 1 }, { "references", 1 }, { "appendix", 1 }, { "template", 1 },
	{ "massnahmen", 1 }, { "naechste-schritte", 1 }, { "nachste-schritte", 1 }, { "lehren", 1 }, { "aufgaben", 1 },
	{ "anderungshistorie", 1 }, { "actions-correctives", 1 }, { "prochaines-etapes", 1 }, { "lecons", 1 },
	{ "enseignements", 1 }, { "mesures", 1 }, { "acciones", 1 }, { "proximos-pasos", 1 }, { "lecciones", 1 },
	{ "medidas", 1 }, { "再発防止", 1 }, { "アクション", 1 }, { "対策", 1 }, { "教訓", 1 }, { "变更记录", 1 },
	{ "修订", 1 }, { "改訂", 1 }, { "行动项", 1 }, { "改进", 1 }, { "后续", 1 }, { "教训", 1 },
};

/* Timelines of what is yet to come. */
static const struct phrase_row plans[] = {
	{ "follow-up", 1 }, { "follow-ups", 1 }, { "next-steps", 1 }, { "remediation", 1 }, { "roadmap", 1 },
	{ "prevention", 1 }, { "action-items", 1 }, { "plan", 1 }, { "planned", 1 },
};

static bool is_elsewhere(const struct folded *text)
{
	return find_row(elsewhere, LENGTH(elsewhere), text, 0) == 1;
}

enum timeline_heading timeline_heading(const char *text)
{
	struct folded folded = folded_of(text);
	int means = find_row(headings, LENGTH(headings), &folded, TIMELINE_NO);
	if (means == TIMELINE_MAYBE && is_elsewhere(&folded))
		means = TIMELINE_NO;
	if (means != TIMELINE_NO && find_row(plans, LENGTH(plans), &folded, 0))
		means = TIMELINE_NO;
	folded_fini(&folded);
	return (enum timeline_heading)means;
}

bool timeline_is_elsewhere(const char *text)
{
	struct folded folded = folded_of(text);
	bool is = is_elsewhere(&folded);
	folded_fini(&folded);
	return is;
}

/* ---- columns --------------------------------------------------------------------------------------- */

/* In this order: "end time" is no time, "Date and time" no date, "who reported it" no text. */
static const struct phrase_row columns[] = {
	{ "=end", TIMELINE_END }, { "ended", TIMELINE_END }, { "=until", TIMELINE_END }, { "end-time", TIMELINE_END },
	{ "=finish", TIMELINE_END }, { "finished", TIMELINE_END }, { "=stop", TIMELINE_END }, { "=ende", TIMELINE_END },
	{ "=bis", TIMELINE_END }, { "=fin", TIMELINE_END }, { "=hasta", TIMELINE_END }, { "終了", TIMELINE_END },
	{ "结束", TIMELINE_END }, { "結束", TIMELINE_END },
	{ "duration", TIMELINE_SPAN }, { "since", TIMELINE_SPAN }, { "time-to", TIMELINE_SPAN },
	{ "response-time", TIMELINE_SPAN }, { "elapsed", TIMELINE_SPAN }, { "dauer", TIMELINE_SPAN },
	{ "duree", TIMELINE_SPAN }, { "duracion", TIMELINE_SPAN }, { "after", TIMELINE_SPAN },
	{ "who", TIMELINE_WHO }, { "actor", TIMELINE_WHO }, { "actors", TIMELINE_WHO }, { "author", TIMELINE_WHO },
	{ "person", TIMELINE_WHO }, { "people", TIMELINE_WHO }, { "=by", TIMELINE_WHO }, { "reported-by", TIMELINE_WHO }, { "done-by", TIMELINE_WHO }, { "owner", TIMELINE_WHO },
	{ "responder", TIMELINE_WHO }, { "reporter", TIMELINE_WHO }, { "=user", TIMELINE_WHO }, { "=name", TIMELINE_WHO },
	{ "wer", TIMELINE_WHO }, { "akteur", TIMELINE_WHO }, { "verantwortlich", TIMELINE_WHO }, { "qui", TIMELINE_WHO },
	{ "auteur", TIMELINE_WHO }, { "acteur", TIMELINE_WHO }, { "responsable", TIMELINE_WHO }, { "quien", TIMELINE_WHO },
	{ "autor", TIMELINE_WHO }, { "担当", TIMELINE_WHO }, { "対応者", TIMELINE_WHO }, { "负责人", TIMELINE_WHO },
	{ "操作人", TIMELINE_WHO }, { "人员", TIMELINE_WHO },
	{ "time", TIMELINE_TIME }, { "times", TIMELINE_TIME }, { "timestamp", TIMELINE_TIME }, { "when", TIMELINE_TIME },
	{ "datetime", TIMELINE_TIME }, { "clock", TIMELINE_TIME }, { "=start", TIMELINE_TIME }, { "=started", TIMELINE_TIME },
	{ "=begin", TIMELINE_TIME }, { "=from", TIMELINE_TIME }, { "uhrzeit", TIMELINE_TIME }, { "zeit", TIMELINE_TIME },
	{ "zeitpunkt", TIMELINE_TIME }, { "zeitstempel", TIMELINE_TIME }, { "=beginn", TIMELINE_TIME },
	{ "=von", TIMELINE_TIME }, { "wann", TIMELINE_TIME }, { "heure", TIMELINE_TIME }, { "horaire", TIMELINE_TIME },
	{ "horodatage", TIMELINE_TIME }, { "=debut", TIMELINE_TIME }, { "quand", TIMELINE_TIME }, { "hora", TIMELINE_TIME },
	{ "=inicio", TIMELINE_TIME }, { "cuando", TIMELINE_TIME }, { "utc", TIMELINE_TIME }, { "gmt", TIMELINE_TIME },
	{ "時刻", TIMELINE_TIME }, { "日時", TIMELINE_TIME }, { "時間", TIMELINE_TIME }, { "时间", TIMELINE_TIME },
	{ "开始", TIMELINE_TIME }, { "開始", TIMELINE_TIME }, { "시간", TIMELINE_TIME }, { "시각", TIMELINE_TIME },
	{ "date", TIMELINE_DAY }, { "dates", TIMELINE_DAY }, { "day", TIMELINE_DAY }, { "weekday", TIMELINE_DAY },
	{ "datum", TIMELINE_DAY }, { "=tag", TIMELINE_DAY }, { "jour", TIMELINE_DAY }, { "fecha", TIMELINE_DAY },
	{ "=dia", TIMELINE_DAY }, { "=data", TIMELINE_DAY }, { "日付", TIMELINE_DAY }, { "日期", TIMELINE_DAY },
	{ "날짜", TIMELINE_DAY },
	{ "kind", TIMELINE_KIND }, { "type", TIMELINE_KIND }, { "phase", TIMELINE_KIND }, { "stage", TIMELINE_KIND },
	{ "milestone", TIMELINE_KIND }, { "category", TIMELINE_KIND }, { "status", TIMELINE_KIND },
	{ "state", TIMELINE_KIND }, { "=art", TIMELINE_KIND }, { "typ", TIMELINE_KIND }, { "etape", TIMELINE_KIND },
	{ "tipo", TIMELINE_KIND }, { "fase", TIMELINE_KIND }, { "種別", TIMELINE_KIND }, { "フェーズ", TIMELINE_KIND },
	{ "类型", TIMELINE_KIND }, { "阶段", TIMELINE_KIND },
	{ "event", TIMELINE_TEXT }, { "events", TIMELINE_TEXT }, { "description", TIMELINE_TEXT }, { "what", TIMELINE_TEXT },
	{ "what-happened", TIMELINE_TEXT }, { "action", TIMELINE_TEXT }, { "activity", TIMELINE_TEXT },
	{ "note", TIMELINE_TEXT }, { "notes", TIMELINE_TEXT }, { "details", TIMELINE_TEXT }, { "detail", TIMELINE_TEXT },
	{ "entry", TIMELINE_TEXT }, { "message", TIMELINE_TEXT }, { "summary", TIMELINE_TEXT }, { "update", TIMELINE_TEXT },
	{ "comment", TIMELINE_TEXT }, { "observation", TIMELINE_TEXT }, { "title", TIMELINE_TEXT },
	{ "ereignis", TIMELINE_TEXT }, { "beschreibung", TIMELINE_TEXT }, { "vorgang", TIMELINE_TEXT },
	{ "=was", TIMELINE_TEXT }, { "massnahme", TIMELINE_TEXT }, { "evenement", TIMELINE_TEXT },
	{ "evenements", TIMELINE_TEXT }, { "evento", TIMELINE_TEXT }, { "descripcion", TIMELINE_TEXT },
	{ "accion", TIMELINE_TEXT }, { "descricao", TIMELINE_TEXT }, { "イベント", TIMELINE_TEXT },
	{ "出来事", TIMELINE_TEXT }, { "内容", TIMELINE_TEXT }, { "事象", TIMELINE_TEXT }, { "対応", TIMELINE_TEXT },
	{ "事件", TIMELINE_TEXT }, { "描述", TIMELINE_TEXT }, { "说明", TIMELINE_TEXT }, { "操作", TIMELINE_TEXT },
	{ "내용", TIMELINE_TEXT },
	{ "link", TIMELINE_LINK }, { "links", TIMELINE_LINK }, { "url", TIMELINE_LINK }, { "reference", TIMELINE_LINK },
	{ "evidence", TIMELINE_LINK }, { "lien", TIMELINE_LINK }, { "enlace", TIMELINE_LINK }, { "リンク", TIMELINE_LINK },
	{ "链接", TIMELINE_LINK },
};

enum timeline_column timeline_column(const char *head)
{
	struct folded folded = folded_of(head);
	int means = find_row(columns, LENGTH(columns), &folded, TIMELINE_OTHER);
	folded_fini(&folded);
	return (enum timeline_column)means;
}
