#include "intake/heading.h"

#include <ctype.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"

enum { HEADING_MAX = 200 }; /* bytes that are looked at: nobody names a section with more */

/*
 * The first row that fits counts. Words are as text_slug writes them; * at the end: others may follow, at the start: others
 * may come before. What is not Latin is looked for anywhere in the heading.
 */
static const struct {
	const char *key, *other, *words;
} rows[] = {
	/* what is known by a whole name */
	{ "five-whys", NULL, "*5-whys* *five-whys* *5-why* *five-why* why-analysis the-whys whys *funf-warum* *5-warum* *5-mal-warum* "
			     "*5-pourquoi* *cinq-pourquoi* *5-porques* *5-por-ques* *cinco-porques* *5-por-que* なぜなぜ 五个为什么 5个为什么 problem-solving" },
	{ "got-lucky", NULL, "*got-lucky* *get-lucky* *were-lucky* *gluck-gehabt* *glucklicherweise* *de-la-chance* *suerte* lucky luck "
			     "幸運 运气 幸运" },
	{ "went-wrong", NULL, "*went-wrong* *went-poorly* *went-badly* *go-wrong* *didn-t-go* *did-not-go* *gone-better* *go-better* "
			      "*gone-wrong* *went-less-well* *could-be-better* *could-be-improved* *could-improve* *do-better* *not-so-well* "
			      "*to-improve* *room-for-improvement* *areas-for-improvement* *areas-of-improvement* *schlecht* *nicht-gut* "
			      "*nicht-so-gut* *schief* *besser-laufen* *mal-passe* *moins-bien* *pas-fonctionne* *salio-mal* *fue-mal* "
			      "*no-funciono* *deu-errado* *foi-mal* the-bad bad うまくいかなかった 悪かった 改善すべき 不足之处 做得不好" },
	{ "went-well", NULL, "*went-well* *go-well* *went-right* *gone-well* *worked-well* *did-well* *gut-lief* *gut-gelaufen* "
			     "*gut-funktioniert* *bien-passe* *bien-fonctionne* *salio-bien* *fue-bien* *funciono-bien* *deu-certo* "
			     "*foi-bem* the-good good positives うまくいった 良かった 做得好" },
	{ "contributing-factors", NULL, "*contributing* *contributory* beitragende* mitursachen *facteurs* *factores* *fatores* 寄与要因 影响因素" },
	{ "trigger", NULL, "trigger triggers the-trigger triggering-event* *trigger-event auslosung ausloser *declencheur* "
			   "*element-declencheur* *disparador* *desencadenante* *gatilho* トリガー 引き金 触发" },
	{ "similar", NULL, "recurrence *similar-incidents* related-incidents previous-incidents *vorfalle *incidents-similaires "
			   "*incidentes-similares 類似 类似" },
	{ "message-internal", NULL, "internal-email internal-message internal-communication*" },
	{ "message-external", NULL, "external-message external-email" },
	{ "revenue-impact", NULL, "revenue revenue-impact financial-impact" },
	{ "team-impact", NULL, "teams team-impact" },
	/* the timeline; some name it after the zone or the day */
	{ "timeline", NULL, "*timeline* time-line* *chronology* *sequence-of-events* event-log *incident-log events key-events log-of-events "
			    "events-timeline *zeitleiste* *zeitverlauf* *zeitachse* *zeitlicher* *zeitliche* *chronologie* "
			    "*chronologischer* *ablauf* verlauf* ereignisse *hergang* *deroulement* *frise* *evenements* "
			    "*cronologia* *cronologico* *cronologica* *linea-de-tiempo* *linea-temporal* *eventos* *linha-do-tempo* "
			    "タイムライン 時系列 経過 経緯 时间线 时间轴 時間線 時間軸 经过 事件经过" },
	/* what is to be done */
	{ "next-steps", "action-items", "next-steps next-step *nachste-schritte* *prochaines-etapes* *proximos-pasos* *siguientes-pasos* "
					 "*proximos-passos* moving-forward* going-forward what-s-next what-next 今後の対応 下一步" },
	{ "countermeasures", "action-items", "countermeasures counter-measures gegenmasnahmen contre-mesures contramedidas" },
	{ "backlog", NULL, "backlog-check" },
	{ "action-items", NULL, "*action-item* *action-items* actions action *action-plan* action-points *follow-up* followup* follow-ups "
				 "*follow-up-actions* *corrective* *preventive* *preventative* *to-do* *todo* *to-dos* tasks "
				 "*remediation-items* *remediation-tasks* *remediation-actions* *prevention* *prevent-this* *prevent-recurrence* "
				 "*immediate-actions* *planned-actions* *actions-taken-to-prevent* *short-term-actions* *long-term-actions* "
				 "*term-improvements* improvements *improvement-actions* *what-we-will-do* "
				 "what-we-ll-do* what-we-are-doing* *happening-again* *preventing* *how-we-will* *how-do-we-prevent* *masnahmen* *aufgaben* *folgemasnahmen* "
				 "*plan-d-action* *actions-a-* *actions-correctives* *actions-preventives* *taches* *mesures-correctives* "
				 "*mesures-preventives* *acciones* *tareas* *plan-de-accion* *medidas* *mejoras* *acoes* *acao* *melhorias* *verbesserungen* *ameliorations* *tarefas* *plano-de-acao* "
				 "アクション 再発防止 対応策 改善策 行动项 改进措施 改进项 後續 后续 待办" },
	/* why */
	{ "root-causes", NULL, "*root-cause* *root-causes* cause causes *the-cause *rca* *ursache* *ursachen* *grundursache* *grundursachen* *hauptursache* *fehlerursache* *cause-racine* "
			       "*causes-racines* *cause-profonde* *causes-profondes* *origine* *causa* *causas* causa-raiz* why why-did-it-happen "
			       "why-did-this-happen why-it-happened reason reasons 根本原因 原因 根因" },
	{ "fault", NULL, "fault the-fault *the-bug the-problem problem *technical-problem *fehler* *panne* *fallo* 故障内容" },
	{ "leadup", "background", "leadup lead-up *lead-up* vorgeschichte" },
	/* what it did, and what was done about it */
	{ "detection", NULL, "*detection* *detected* *monitoring-and-alerting* how-*noticed *discovery* *erkennung* *entdeckung* *deteccion* "
			     "*deteccao* *diagnostico-inicial* 検知 検出 发现 檢測" },
	{ "affected", "impact", "affected affected-parties affected-users *who-was-affected* betroffene* *personnes-touchees* afectados" },
	{ "impact", NULL, "*impact* *impacts* *auswirkung* *auswirkungen* *consequences* *impacto* *consecuencias* *damage* 影響 影响" },
	{ "communication", NULL, "*communication* *communications* messaging *kommunikation* *comunicacion* *comunicacao* *messages-to-customers*" },
	{ "recovery", "resolution", "recovery *recovery-efforts* *steps-taken* *wiederherstellung* *retablissement* *recuperacion* "
				    "*recuperacao* 復旧 恢复" },
	{ "mitigation", "resolution", "*mitigation* *mitigations* *mitigated* *workaround* *workarounds* *eindammung* *attenuation* *mitigacion* *mitigacao* 緩和 缓解" },
	{ "resolution", "recovery", "*resolution* *resolved* *remediation* the-fix fix fixes *losung* *behebung* *correctif* *correction* "
				    "*solucion* *resolucion* *correcao* *resolucao* *solucao* 解決 対応 解决" },
	{ "solutions", "resolution", "solutions solution" },
	{ "response", NULL, "response what-we-did actions-taken* *incident-response* *our-response* *reaktion* *reponse* *respuesta* *resposta* 对应 响应" },
	{ "key-issues", NULL, "key-issues issues-identified" },
	{ "takeaways", "lessons", "takeaways key-takeaways *takeaways*" },
	{ "lessons", "takeaways", "*lessons* *lesson-learned* *learnings* *what-we-learned* *what-did-we-learn* *what-we-ve-learned* *erkenntnisse* "
				  "*lehren* *enseignements* *lecons* *lecciones* *aprendizajes* *aprendido* *licoes* *aprendizados* 教訓 学び "
				  "得られた 经验教训 教训" },
	{ "new-process", NULL, "new-process" },
	{ "discussion", NULL, "discussion comments *comments diskussion 討論 讨论" },
	{ "glossary", NULL, "glossary glossar glossaire glosario glossario *terminology 用語 术语" },
	{ "meeting", NULL, "*review-meeting *postmortem-meeting *post-mortem-meeting" },
	/* facts */
	{ "references", NULL, "references reference *supporting-information* links *related-links* *useful-links* *further-reading* resources "
			      "appendix *see-also* *verweise* *quellen* *anhang* liens* *annexe* *referencias* *enlaces* *anexos* "
			      "*referencias-e-recursos* 参考 関連リンク 附录" },
	{ "authors", NULL, "authors author *written-by autor autoren verfasser auteur auteurs autores 作成者 作者" },
	{ "responders", NULL, "responders participants attendees people *roles* *people-involved* involved-parties *involved *incident-team *beteiligte* "
			      "*teilnehmer* *participantes* *intervenants* *responsaveis* *responsables* 参加者 対応者 参与人员" },
	{ "status", NULL, "status *incident-status statut estado 状態 ステータス 状态" },
	{ "severity", NULL, "severity *severity-level priority schweregrad severite gravite severidad severidade prioridad 重大度 严重" },
	{ "date", NULL, "date dates *date-of-incident datum fecha 日付 发生日期 日期" },
	{ "facts", NULL, "metadata *metadata* details *incident-details facts *quick-facts* key-facts overview-table *general-information *metadados *metadaten "
			 "stats *informations-generales *datos-generales *dados* 基本情報 基本信息" },
	{ "metrics", NULL, "metrics *key-metrics metriken *metricas* metriques" },
	/* in words that others have in them too */
	{ "background", NULL, "*background* context *problem-summary hintergrund* contexte* contexto* antecedentes* 背景" },
	{ "summary", NULL, "*summary* in-short overview *overview tl-dr* tldr* abstract in-a-nutshell *zusammenfassung* uberblick ubersicht "
			   "*kurzfassung* *resume* *apercu* synthese *resumen* *resumo* *visao-geral 概要 サマリ 要約 摘要 总结 概述 简介" },
	{ "summary", "story", "*what-happened* was-ist-passiert* *was-geschah* *que-s-est-il-passe* *que-paso* *que-ocurrio* "
			      "*o-que-aconteceu* 何が起きた 何が起こった 发生了什么" },
	{ "story", "summary", "the-story story *incident-description description *beschreibung* *descripcion* *descricao* narrative" },
};

/* ---- the heading as it is compared ---------------------------------------------------------------- */

/* Which bracket begins a text, and its size; LENGTH(brackets) if none does. */
static const char *const brackets[] = { "(", ")", "[", "]", "{", "}", "（", "）", "【", "】" };

static size_t bracket_at(const char *text, size_t len, size_t *size)
{
	size_t b = 0;
	if (*text == ' ' || isalnum((unsigned char)*text)) /* most of a heading */
		return LENGTH(brackets);
	while (b < LENGTH(brackets) && (*size = strlen(brackets[b]), len < *size || memcmp(text, brackets[b], *size) != 0))
		b++;
	return b;
}

/* Without what stands in brackets, unless that is all there is. */
static void drop_brackets(const char *text, size_t len, struct buf *out)
{
	size_t start = out->len, depth = 0, size;
	for (size_t i = 0; i < len; i += size) {
		size_t b = bracket_at(text + i, len - i, &size);
		if (b < LENGTH(brackets)) {
			depth = b % 2 == 0 ? depth + 1 : depth ? depth - 1 : 0;
			continue;
		}
		size = 1;
		if (!depth)
			buf_putc(out, text[i]);
	}
	if (text_empty(buf_text(out) + start)) {
		buf_truncate(out, start);
		buf_put(out, text, len);
	}
}

/* "3.", "2.1", "a)": such numbers are no words of the heading. A time or date is one. */
static size_t numbering(const char *slug)
{
	size_t at = 0;
	if (isalpha((unsigned char)slug[0]) && slug[1] == '-')
		return 2;
	for (;;) {
		size_t digits = strspn(slug + at, "0123456789");
		if (!digits || slug[at + digits] != '-')
			return at;
		if (digits > 2 || (digits == 2 && slug[at] == '0'))
			return 0;
		at += digits + 1;
	}
}

/* ---- the words of the rows by their first letter: a document may have 100,000 headings ------------- */

struct pattern {
	const char *text;
	size_t len, row;
	bool before, after; /* others may come before it, may follow */
	const struct pattern *next; /* of the same letter, in the order of the rows */
};

enum { OTHER_LETTER = 128, LETTERS }; /* what is not Latin */

static size_t letter_of(const char *text)
{
	return (unsigned char)*text < OTHER_LETTER ? (unsigned char)*text : OTHER_LETTER;
}

static struct pattern pattern_of(const char *word, size_t len, size_t row)
{
	bool latin = letter_of(word) != OTHER_LETTER, before = latin && word[0] == '*';
	bool after = latin && len > 1 && word[len - 1] == '*';
	return (struct pattern){ .text = word + before, .len = len - before - after, .row = row, .before = before, .after = after };
}

/* `first` of each letter. */
static void index_rows(const struct pattern *first[LETTERS])
{
	static VEC(struct pattern) all;
	for (size_t row = 0; row < LENGTH(rows); row++)
		for (const char *word = rows[row].words; *word; word += strcspn(word, " "), word += *word == ' ')
			*(struct pattern *)vec_push(&all) = pattern_of(word, strcspn(word, " "), row);
	for (size_t i = all.count; i; i--) {
		struct pattern *pattern = &all.items[i - 1];
		pattern->next = first[letter_of(pattern->text)];
		first[letter_of(pattern->text)] = pattern;
	}
}

static const struct pattern *patterns_of(const char *text)
{
	static const struct pattern *first[LETTERS];
	if (!first[OTHER_LETTER])
		index_rows(first);
	return first[letter_of(text)];
}

enum { WORDS_MAX = 8 }; /* more are a sentence, which has such words in it and means something else */

/* Where the words of a slug begin, at most `starts`; 1 if there are more: only from its beginning on. */
static size_t words_of(const char *slug, const char *starts[WORDS_MAX])
{
	size_t count = 0;
	for (const char *at = slug; *at; at++) {
		if (at != slug && at[-1] != '-')
			continue;
		if (count == WORDS_MAX)
			return 1;
		starts[count++] = at;
	}
	return count;
}

/* The first row with a word that is in a slug, if that is before `row`. */
static size_t latin_row(const char *slug, size_t row)
{
	const char *starts[WORDS_MAX];
	size_t count = words_of(slug, starts);
	for (size_t i = 0; i < count; i++)
		for (const struct pattern *p = patterns_of(starts[i]); p && p->row < row; p = p->next) {
			const char *end = starts[i] + p->len;
			if ((i && !p->before) || strncmp(starts[i], p->text, p->len) != 0)
				continue;
			if (*end == '\0' || (p->after && (*end == '-' || p->text[p->len - 1] == '-')))
				row = p->row;
		}
	return row;
}

static size_t other_row(const struct buf *plain, size_t row)
{
	for (const struct pattern *p = patterns_of("原"); p && p->row < row && plain->len; p = p->next)
		if (memmem(plain->data, plain->len, p->text, p->len))
			row = p->row;
	return row;
}

/* 14:05 Resolved, 2023-01-17, 10h47: an event's heading, or a day's. */
static bool is_time(const char *text, const char *slug)
{
	size_t at = strspn(text, " \t~*_[("), digits = strspn(text + at, "0123456789");
	if (digits && text[at + digits] && strchr(":hH", text[at + digits]) && isdigit((unsigned char)text[at + digits + 1]))
		return true;
	return digits && !numbering(slug) && !text_starts(slug, "5-");
}

/* A word that a day begins with: "Monday", "Mar 3", "Day 1". */
static bool is_day(const char *slug)
{
	static const char words[] = "mon tue wed thu fri sat sun jan feb mar apr may jun jul aug sep oct nov dec day monday tuesday "
				    "wednesday thursday friday saturday sunday january february march april june july august september "
				    "october november december montag dienstag mittwoch donnerstag freitag samstag sonntag lundi mardi "
				    "mercredi jeudi vendredi samedi dimanche lunes martes miercoles jueves viernes sabado domingo tag jour dia";
	size_t len = strcspn(slug, "-");
	const char *digits = slug + len + (slug[len] != '\0');
	for (const char *word = words; *word; word += strcspn(word, " "), word += strspn(word, " "))
		if (strcspn(word, " ") == len && strncmp(word, slug, len) == 0)
			return len > 5 || !*digits || isdigit((unsigned char)*digits) || is_day(digits);
	return false;
}

bool heading_is_time(const char *heading, size_t len)
{
	struct buf slug = { 0 };
	char *text = mem_copy_n(heading, len < HEADING_MAX ? len : HEADING_MAX);
	text_slug(&slug, text, HEADING_MAX);
	bool time = is_time(text, buf_text(&slug)) || is_day(buf_text(&slug)) || is_day(buf_text(&slug) + numbering(buf_text(&slug)));
	buf_fini(&slug);
	free(text);
	return time;
}

static const char *find(const struct buf *plain, const char *whole, size_t nth)
{
	const char *named = whole + numbering(whole);
	size_t row = other_row(plain, latin_row(whole, LENGTH(rows)));
	row = named == whole ? row : latin_row(named, row);
	return row == LENGTH(rows) ? NULL : nth == 0 ? rows[row].key : nth == 1 ? rows[row].other : NULL;
}

/* Whether letters of other alphabets are in a text. */
static bool has_others(const struct buf *text)
{
	for (size_t i = 0; i < text->len; i++)
		if ((unsigned char)text->data[i] >= 0xe0)
			return true;
	return false;
}

const char *heading_key(const char *heading, size_t len, size_t nth)
{
	struct buf plain = { 0 }, slug = { 0 };
	const char *key = NULL;
	if (len > HEADING_MAX)
		return NULL;
	drop_brackets(heading, len, &plain);
	text_slug(&slug, buf_text(&plain), HEADING_MAX);
	bool time = is_time(buf_text(&plain), buf_text(&slug));
	if (!has_others(&plain))
		buf_truncate(&plain, 0);
	if (!time)
		key = find(&plain, buf_text(&slug), nth);
	buf_fini(&plain);
	buf_fini(&slug);
	return key;
}

void heading_slug(const char *heading, size_t len, struct buf *out)
{
	char *text = mem_copy_n(heading, len);
	bool any = false;
	for (size_t i = 0; i < len && !any; i++)
		any = isalnum((unsigned char)text[i]) || (unsigned char)text[i] == 0xc3 || (unsigned char)text[i] == 0xc4 ||
		      (unsigned char)text[i] == 0xc5;
	if (any)
		text_slug(out, text, HEADING_KEY_MAX);
	else
		buf_puts(out, "section");
	free(text);
}
