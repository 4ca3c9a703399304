/* The words of action items, in English, German, French, Spanish, Portuguese, Japanese and Chinese. */
#include "intake/actions.h"

#include <ctype.h>
#include <string.h>

#include "base/text.h"
#include "intake/terms.h"

enum { EXACT_MAX = 64 }; /* bytes of what is one of these words and nothing else */

/* Narrower ones come first: an "action owner" is an owner. */
static const struct term parts[] = {
	{ ACTION_PART_NOTES, "created|opened|raised|date created|date opened|date raised|date added" },
	{ ACTION_PART_TIME, "time|start|started|timestamp|time utc|zeit|uhrzeit|heure|hora|horario|時刻|时刻|日時" },
	{ ACTION_PART_OWNER, "owner|owners|owned by|who|assignee|assignees|assigned|assigned to|responsible|responsibility|"
			     "responsible party|responsible person|dri|poc|lead|person|people|by whom|accountable|handler|"
			     "champion|responsable|responsables|porteur|qui|pilote|assigne a|verantwortlich|verantwortliche|verantwortlicher|"
			     "verantwortung|wer|zustandig|bearbeiter|quien|asignado|asignado a|encargado|responsavel|quem|担当|担当者|"
			     "責任者|オーナー|责任人|责任者|负责人|执行人|负责|處理人|負責人" },
	{ ACTION_PART_DUE, "due|due date|due by|by when|when|deadline|target date|target|eta|date|by|completion date|"
			   "expected completion|expected date|timeframe|time frame|timeline|target completion|finish by|echeance|date limite|"
			   "date cible|delai|quand|fallig|fallig am|fallig bis|falligkeit|frist|termin|bis|bis wann|wann|datum|fecha|"
			   "fecha limite|fecha objetivo|fecha de entrega|plazo|cuando|para cuando|vencimiento|prazo|data|data limite|期限|期日|"
			   "締切|締め切り|完了予定|予定日|納期|截止|截止日期|截止时间|完成时间|完成日期|计划完成时间|预计完成|時間|时间" },
	{ ACTION_PART_PRIORITY, "priority|prio|p|severity|urgency|importance|priorite|urgence|prioritat|dringlichkeit|prioridad|"
				"prioridade|urgencia|優先度|優先順位|重要度|优先级|优先度|優先級" },
	{ ACTION_PART_STATE, "status|state|done|progress|complete|completed|resolved|statut|etat|avancement|stand|zustand|erledigt|"
			     "fait|estado|situacion|hecho|situacao|ステータス|状況|状態|進捗|完了|状态|进度|进展" },
	{ ACTION_PART_TEAM, "team|squad|group|department|owning team|equipe|equipo|gruppe|abteilung|チーム|部署|团队|部门|小组|團隊" },
	{ ACTION_PART_TYPE, "type|action type|kind|category|class|goal|purpose|typ|art|kategorie|categorie|tipo|categoria|種別|種類|カテゴリ|カテゴリー|"
			    "分類|区分|タイプ|类型|类别|分类" },
	{ ACTION_PART_LINK, "link|links|ticket|tickets|issue|issues|bug|bugs|tracking|tracking bug|tracking issue|tracking link|"
			    "tracking ticket|tracker|tracked in|jira|jira ticket|github|github issue|pr|prs|pull request|mr|"
			    "merge request|url|story|card|bug id|ticket id|issue id|lien|enlace|verweis|チケット|リンク|課題|链接|工单|单号" },
	{ ACTION_PART_ID, "id|no|nr|num|number|item no|n|序号|番号|编号|項番" },
	{ ACTION_PART_WHAT, "action|actions|action item|action items|action to take|task|tasks|item|items|what|todo|to do|to dos|"
			    "work item|follow up|follow up action|follow up item|remediation|remediation item|measure|measures|improvement|"
			    "step|deliverable|activity|recommendation|countermeasure|corrective action|preventive action|"
			    "preventative action|tache|taches|mesure|massnahme|masnahme|masnahmen|massnahmen|aufgabe|aufgaben|"
			    "was|punkt|accion|acciones|tarea|tareas|medida|medidas|actividad|acao|acoes|tarefa|atividade|アクション|"
			    "アクションアイテム|対策|対応|対応内容|対応策|タスク|施策|項目|内容|やること|作業|措施|行动|行动项|行動|事项|任务|改进措施|"
			    "改进项|待办|待办事项|整改措施" },
	{ ACTION_PART_WHAT, "description|details|summary|title|name|description de l action|intitule|beschreibung|titel|descripcion|"
			    "detalle|titulo|descricao|説明|概要|描述" },
	{ ACTION_PART_NOTES, "note|notes|comment|comments|remark|remarks|outcome|rationale|reason|why|benefit|effort|estimate|result|"
			     "remarque|remarques|commentaire|commentaires|bemerkung|bemerkungen|anmerkung|anmerkungen|kommentar|nota|notas|"
			     "comentario|comentarios|observaciones|observacoes|備考|メモ|コメント|理由|备注|说明|備註" },
};

static const char *const priority_names[] = { "P0", "P1", "P2", "P3", "P4" };

/* The order is that of the names; a word such as "high" says less than a number. */
static const struct term priorities[] = {
	{ 0, "p0|prio 0|priority 0" },
	{ 1, "p1|prio 1|priority 1|prioritat 1" },
	{ 2, "p2|prio 2|priority 2|prioritat 2" },
	{ 3, "p3|prio 3|priority 3|prioritat 3" },
	{ 4, "p4|prio 4|priority 4|p5|prioritat 4" },
	{ 0, "critical|blocker|urgent|highest|immediate|emergency|showstopper|kritisch|dringend|sofort|sehr hoch|critique|bloquante|"
	     "immediate|tres haute|critico|critica|urgente|muy alta|緊急|最優先|紧急|最高|危急" },
	{ 4, "lowest|trivial|nice to have|very low|sehr niedrig|tres basse|muy baja" },
	{ 1, "high|major|important|hoch|wichtig|haute|elevee|eleve|forte|alta|alto|高" },
	{ 2, "medium|med|moderate|normal|mid|middle|mittel|moyenne|moyen|normale|media|medio|中" },
	{ 3, "low|minor|niedrig|gering|basse|faible|baja|bajo|baixa|baixo|低" },
};

/* Alone in a column of priorities. */
static const struct term priority_letters[] = { { 0, "0" }, { 1, "1|h" }, { 2, "2|m" }, { 3, "3|l|n|b" }, { 4, "4" } };

enum state { STATE_OPEN, STATE_DOING, STATE_DONE, STATE_DECLINED };

static const char *const state_names[] = { "open", "doing", "done", "declined" };

static const struct term states[] = {
	{ STATE_OPEN, "not started|not done|not yet|not complete|not completed|not yet started|incomplete|nicht begonnen|nicht erledigt|"
		      "pas commence|non commence|no iniciado|nao iniciado|未着手|未対応|未完了|未开始|未完成|待处理|待完成" },
	{ STATE_DECLINED, "declined|won t do|wont do|won t fix|wontfix|rejected|cancelled|canceled|dropped|abandoned|not doing|"
			  "not planned|obsolete|abgelehnt|verworfen|abgebrochen|abandonne|refuse|annule|rechazado|rechazada|cancelado|"
			  "cancelada|descartado|rejeitado|見送り|却下|中止|不做|已取消|取消" },
	{ STATE_DOING, "in progress|wip|doing|started|ongoing|on going|under way|underway|in review|in development|being worked on|"
		       "work in progress|partial|partially done|partly done|in arbeit|in bearbeitung|begonnen|teilweise|en cours|en curso|"
		       "en progreso|en proceso|iniciado|em andamento|em progresso|進行中|対応中|着手|作業中|进行中|處理中|处理中" },
	{ STATE_DONE, "done|complete|completed|finished|closed|fixed|resolved|merged|shipped|deployed|implemented|solved|delivered|"
		      "released|erledigt|fertig|abgeschlossen|umgesetzt|behoben|fait|faite|termine|terminee|effectue|resolu|realise|realisee|"
		      "hecho|hecha|completado|completada|terminado|terminada|resuelto|cerrado|finalizado|concluido|concluida|feito|feita|"
		      "resolvido|risolto|completato|完了|済|対応済|済み|已完成|完成|已解决|已修复|已上线" },
	{ STATE_OPEN, "open|todo|to do|planned|pending|backlog|proposed|scheduled|new|tbd|unresolved|waiting|blocked|on hold|offen|geplant|"
		      "ausstehend|ouvert|ouverte|a faire|prevu|planifie|en attente|abierto|abierta|pendiente|planificado|por hacer|aberto|"
		      "pendente|a fazer|未|予定|計画中|待办|计划中|待定|开放" },
};

enum type { TYPE_MITIGATE, TYPE_PREVENT, TYPE_DETECT, TYPE_INVESTIGATE, TYPE_REPAIR, TYPE_PROCESS, TYPE_OTHER };

static const char *const type_names[] = { "mitigate", "prevent", "detect", "investigate", "repair", "process", "other" };

static const struct term types[] = {
	{ TYPE_PREVENT, "prevent|prevention|preventive|preventative|avoid|avoidance|corrective and preventive|verhindern|vermeiden|"
			"pravention|praventiv|vorbeugend|vorbeugung|prevention|preventif|preventive|prevenir|preventivo|preventiva|"
			"prevencion|prevencao|予防|再発防止|防止|预防|預防" },
	{ TYPE_DETECT, "detect|detection|detective|monitor|monitoring|alerting|observability|erkennen|erkennung|uberwachung|detecter|"
		       "surveillance|detectar|deteccion|deteccao|monitoreo|monitorizacion|検知|検出|監視|检测|监控|監控|发现" },
	{ TYPE_MITIGATE, "mitigate|mitigation|mitigative|reduce impact|limit impact|resilience|eindammen|eindammung|abmildern|attenuer|"
			 "attenuation|mitigar|mitigacion|mitigacao|緩和|軽減|缓解|減輕" },
	{ TYPE_INVESTIGATE, "investigate|investigation|research|analyze|analyse|analysis|explore|untersuchen|untersuchung|analysieren|enqueter|"
			    "investiguer|investigar|investigacion|investigacao|調査|调查|分析" },
	{ TYPE_REPAIR, "repair|repairs|fix|fixes|bug fix|cleanup|clean up|corrective|correction|recover|recovery|beheben|behebung|reparieren|"
		       "korrektiv|korrektur|reparer|correctif|corriger|reparar|correctivo|correctiva|corretiva|corretivo|修復|修正|是正|修复|恢复" },
	{ TYPE_PROCESS, "process|processes|procedure|training|documentation|document|communication|organizational|organisational|policy|"
			"educational|runbook|prozess|schulung|dokumentation|organisatorisch|processus|procedure|formation|proceso|procedimiento|"
			"capacitacion|formacion|documentacion|processo|educacional|treinamento|プロセス|運用|教育|手順|流程|培训|文档|管理" },
	{ TYPE_OTHER, "other|others|misc|miscellaneous|general|sonstiges|autre|autres|otro|otros|outros|その他|其他" },
};

/* What headings and labels above items say when they are neither a team nor a person. */
static const struct term groups[] = {
	{ 0, "^short term|^medium term|^mid term|^long term|^near term|^immediate|^immediately|^quick|^later|^soon|^now|^today|^this week|"
	     "^next week|^this month|^next month|^this quarter|^next quarter|^this sprint|^next sprint|^next|^ongoing|^future|^planned|"
	     "^technical|^organizational|^organisational|^general|^phase|^kurzfristig|^mittelfristig|^langfristig|^sofort|^sofortmasnahmen|"
	     "^court terme|^moyen terme|^long terme|^a court terme|^a moyen terme|^a long terme|^corto plazo|^mediano plazo|"
	     "^medio plazo|^largo plazo|^a corto plazo|^a medio plazo|^a largo plazo|^inmediat|^curto prazo|^longo prazo|短期|中期|長期|长期|"
	     "即時|立即|暫定|暂定|恒久|今後" },
	{ 1, "action item|action items|actions|tasks|follow up|follow ups|next steps|improvements|measures|fixes|to do|todo|todos|"
	     "to complete|steps taken" },
};

static const struct term teams[] = {
	{ 0, "team|teams|squad|guild|group|dept|department|equipe|equipo|abteilung|chapter|crew|チーム|部|团队|部门|小组|團隊" },
	{ 1, "=sre|=ops|=operations|=devops|=dev ops|=devsecops|=platform|=infrastructure|=infra|=backend|=frontend|=front end|=back end|"
	     "=engineering|=product|=support|=customer support|=security|=qa|=data|=legal|=marketing|=networking|=dba|=noc|=development|"
	     "=dev|=developers|=management|=communications|=comms|=it" },
};

static const struct term placeholders[] = {
	{ 0, "=tbd|=tba|=tbc|=todo|=n a|=na|=none|=nil|=null|=nobody|=unassigned|=no owner|=no team|=kein team|=unknown|=not assigned|=to be determined|"
	     "=to be defined|=to be decided|=none yet|=not yet|=none identified|=not applicable|=a definir|=por definir|=keine|=aucun|=aucune|"
	     "=ninguno|=ninguna|=nenhum|=offen|=なし|=無し|=未定|=无|=待定|=xxx|=xx|=yyyy mm dd|=name|=owner|=date|=due date|=action|=action item|"
	     "=action 1|=action 2|=action 3|=action item 1|=action item 2|=action item 3|=item 1|=item 2|=item 3|=task 1|=task 2|=task 3|"
	     "=accion 1|=accion 2|=masnahme 1|=masnahme 2|=措施 1|=措施 2|=description|=link|=user|=username|=example" },
	{ 1, "^none yet|^add action items here|^add follow up tasks here|^list action items|^assign owners" },
};

static const struct term relatives[] = {
	{ 0, "today|tomorrow|monday|tuesday|wednesday|thursday|friday|saturday|sunday|week|weeks|month|months|sprint|quarter|quarters|"
	     "q1|q2|q3|q4|asap|eod|eow|eom|eoy|immediately|immediate|ongoing|soon|later|days|day|hours|montag|dienstag|mittwoch|donnerstag|"
	     "freitag|samstag|sonntag|morgen|woche|wochen|monat|monate|monaten|quartal|sofort|lundi|mardi|mercredi|jeudi|vendredi|demain|semaine|"
	     "semaines|mois|trimestre|lunes|martes|miercoles|jueves|viernes|manana|semana|semanas|mes|meses|h1|h2|january|february|march|april|"
	     "may|june|july|august|september|october|november|december|来週|今週|今月|来月|下周|本周|本月|下个月" },
};

#define READ(table, names, text, len, exact) read_choice(table, LENGTH(table), names, text, len, exact)

static const char *read_choice(const struct term *table, size_t count, const char *const *names, const char *text, size_t len,
	bool exact)
{
	struct buf folded = { 0 };
	int value = TERM_NONE;
	if (exact && len > EXACT_MAX)
		return NULL;
	terms_fold(&folded, text, len);
	if (!terms_whole(table, count, buf_text(&folded), &value) && !exact)
		value = terms_find(table, count, buf_text(&folded));
	buf_fini(&folded);
	return value == TERM_NONE ? NULL : names[value];
}

int action_part(const char *text, size_t len, bool exact)
{
	struct buf folded = { 0 };
	int value = TERM_NONE;
	if (exact && len > EXACT_MAX)
		return TERM_NONE;
	terms_fold(&folded, text, len);
	if (folded.len <= 1)
		value = len && memchr(text, '#', len) ? ACTION_PART_ID : TERM_NONE;
	else if (!terms_whole(parts, LENGTH(parts), buf_text(&folded), &value) && !exact)
		value = terms_find(parts, LENGTH(parts), buf_text(&folded));
	buf_fini(&folded);
	return value;
}

const char *action_priority(const char *text, size_t len, bool exact)
{
	const char *value = READ(priorities, priority_names, text, len, exact);
	return value || exact ? value : READ(priority_letters, priority_names, text, len, true);
}

/* Of "completed actions", "open items (2)" the first words: what is left without the words for items. */
static size_t without_items(const char *text, size_t len)
{
	static const char *const after[] = { "action items", "items", "actions", "fixes", "tasks", "improvements", "measures", "work", "masnahmen",
		"acciones", "steps" };
	for (size_t i = 0; i < LENGTH(after); i++) {
		size_t size = strlen(after[i]);
		if (len > size && text[len - size - 1] == ' ' && strncasecmp(text + len - size, after[i], size) == 0)
			return len - size - 1;
	}
	return len;
}

const char *action_group_priority(const char *text, size_t len)
{
	static const struct term kinds[] = { { 0, "priority|prio|priorite|prioritat|prioridad|prioridade|優先度|优先级" } };
	if (terms_read(kinds, LENGTH(kinds), text, len) != TERM_NONE)
		return READ(priorities, priority_names, text, len, false);
	/* "immediate actions" come first, which is not that they are urgent */
	return action_is_group(text, len) ? NULL : action_priority(text, without_items(text, len), true);
}

const char *action_group_state(const char *text, size_t len)
{
	const char *open = memchr(text, '(', len), *close = open ? memchr(open, ')', len - (size_t)(open - text)) : NULL;
	static const struct term taken[] = { { 0, "actions taken|measures taken|steps taken|acciones tomadas|medidas tomadas|acciones realizadas|"
						  "acoes tomadas|mesures prises|actions prises|ergriffene masnahmen|実施済み|已实施|已采取" } };
	const char *value = NULL;
	if (terms_read(taken, LENGTH(taken), text, len) != TERM_NONE)
		return "done";
	if (close)
		value = action_state(open + 1, (size_t)(close - open) - 1, true);
	size_t before = open ? (size_t)(open - text) : len;
	while (before && strchr(" :*", text[before - 1]))
		before--;
	return value ? value : action_state(text, without_items(text, before), true);
}

const char *action_state(const char *text, size_t len, bool exact)
{
	return READ(states, state_names, text, len, exact);
}

const char *action_type(const char *text, size_t len, bool exact)
{
	return READ(types, type_names, text, len, exact);
}

static bool has(const struct term *table, size_t count, const char *text, size_t len)
{
	return terms_read(table, count, text, len) != TERM_NONE;
}

bool action_is_team(const char *text, size_t len)
{
	return has(teams, LENGTH(teams), text, len);
}

bool action_is_group(const char *text, size_t len)
{
	return has(groups, LENGTH(groups), text, len);
}

bool action_is_relative(const char *text, size_t len)
{
	return has(relatives, LENGTH(relatives), text, len);
}

size_t action_mark(const char *text, size_t len, const char **state, const char **priority)
{
	static const struct {
		const char *mark, *state, *priority;
	} marks[] = {
		{ "✅", "done", NULL }, { "☑", "done", NULL }, { "✔", "done", NULL }, { "✓", "done", NULL }, { "🟢", "done", "P3" },
		{ "[x]", "done", NULL }, { "[X]", "done", NULL }, { "[✓]", "done", NULL }, { "[ ]", "open", NULL }, { "[]", "open", NULL },
		{ "⏳", "doing", NULL }, { "⌛", "doing", NULL }, { "🔄", "doing", NULL }, { "🚧", "doing", NULL }, { "🏗", "doing", NULL },
		{ "[~]", "doing", NULL }, { "[-]", "declined", NULL }, { "❌", "open", NULL }, { "🚫", "declined", NULL },
		{ "⬜", "open", NULL }, { "☐", "open", NULL }, { "🔲", "open", NULL }, { "📋", NULL, NULL }, { "📌", NULL, NULL },
		{ "🔥", NULL, "P0" }, { "🚨", NULL, "P0" }, { "🔴", "open", "P1" }, { "🟠", "open", "P2" }, { "🟡", "doing", "P2" },
		{ "🔵", NULL, "P3" }, { "⚪", NULL, "P4" }, { "⚠", NULL, NULL }, { "👉", NULL, NULL }, { "•", NULL, NULL },
		{ "\xef\xb8\x8f", NULL, NULL }, { "→", NULL, NULL }, { "▪", NULL, NULL }, { "●", NULL, NULL },
	};
	for (size_t i = 0; i < LENGTH(marks); i++) {
		size_t size = strlen(marks[i].mark);
		if (len >= size && memcmp(text, marks[i].mark, size) == 0) {
			*state = marks[i].state;
			*priority = marks[i].priority;
			return size;
		}
	}
	return 0;
}

/* All of it stands in brackets of one sort, perhaps several: "[Owner] - [Due date]", "<name>", "{who}". */
static bool is_bracketed(const char *text, size_t len)
{
	static const char open[] = "[<{", close[] = "]>}";
	size_t groups_seen = 0;
	char until = '\0';
	for (size_t i = 0; i < len; i++) {
		const char *at = until ? NULL : memchr(open, text[i], strlen(open));
		if (at) {
			until = close[at - open];
			groups_seen++;
		} else if (until) {
			until = text[i] == until ? '\0' : until;
		} else if (!strchr(" \t\n-:.,;|/", text[i])) {
			return false;
		}
	}
	return groups_seen && !until;
}

bool action_is_placeholder(const char *text, size_t len)
{
	struct buf folded = { 0 };
	terms_fold(&folded, text, len);
	/* marks only, such as "-", "…", "___" */
	bool is = folded.len <= 1 || terms_find(placeholders, LENGTH(placeholders), buf_text(&folded)) != TERM_NONE ||
		  is_bracketed(text, len);
	buf_fini(&folded);
	return is;
}

static bool ends_word(const char *text, size_t len, size_t at)
{
	return at >= len || (!isalnum((unsigned char)text[at]) && text[at] != '_' && text[at] != '-');
}

size_t action_link(const char *text, size_t len)
{
	size_t at = 0, digits = 0;
	if (len > 8 && (strncasecmp(text, "http://", 7) == 0 || strncasecmp(text, "https://", 8) == 0)) {
		while (at < len && (unsigned char)text[at] > ' ' && !strchr("<>\"`|", text[at]))
			at++;
		while (at && strchr(".,;:!?'*_)]", text[at - 1]))
			at--;
		return at;
	}
	/* org/repo#12, repo#12, #12 */
	while (at < len && (isalnum((unsigned char)text[at]) || (at && strchr("._-/", text[at]))))
		at++;
	size_t name = at;
	if (at < len && text[at] == '#') {
		while (at + 1 + digits < len && isdigit((unsigned char)text[at + 1 + digits]))
			digits++;
		return digits && ends_word(text, len, at + 1 + digits) ? at + 1 + digits : 0;
	}
	/* OPS-12: two capitals at least, so that SHA-256 and UTF-8 are none */
	size_t letters = 0;
	while (letters < name && (isupper((unsigned char)text[letters]) || (letters && isdigit((unsigned char)text[letters]))))
		letters++;
	if (letters < 2 || letters >= name || text[letters] != '-')
		return 0;
	while (letters + 1 + digits < name && isdigit((unsigned char)text[letters + 1 + digits]))
		digits++;
	bool word = digits && letters + 1 + digits == name;
	static const char *const names[] = { "SHA-", "UTF-", "ISO-", "RFC-", "CVE-", "AES-", "MD-", "HTTP-", "SEV-", "RAID-", "IPV-", "EC-",
		"COVID-", "GPT-", "TLS-", "SSL-" };
	for (size_t i = 0; word && i < LENGTH(names); i++)
		word = strncmp(text, names[i], strlen(names[i])) != 0;
	return word ? name : 0;
}
