#include "intake/columns.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/digit.h"
#include "base/mem.h"
#include "base/text.h"
#include "base/when.h"
#include "intake/instant.h"
#include "intake/lines.h"
#include "intake/stamp.h"
#include "intake/terms.h"

enum { SAMPLE_COLUMNS = 200 }; /* no table with a time has more before it */

/* Which names mean a role; of several columns that of the lowest row counts, then the first. */
static const struct {
	enum map_role role;
	const char *words; /* as terms_fold makes them */
} names[] = {
	{ MAP_AT, "=timestamp utc|=time utc|=utc|=datetime utc|=utc time|=utc timestamp|=date utc" },
	{ MAP_AT, "=datetime|=date time|=timestamp|=event time|=eventtime|=time stamp|=zeitstempel|=horodatage|=日時|=时间戳" },
	{ MAP_AT, "=at|=when|=time|=zeit|=uhrzeit|=zeitpunkt|=heure|=hora|=ora|=orario|=wann|=quand|=cuando|=date et heure|="
		  "fecha y hora|=data ora|=data e hora|=datum uhrzeit|=datum zeit|=datum und uhrzeit|=時刻|=時間|=时间|=日期时间|=发生时间|=発生日時|=発生時刻" },
	{ MAP_AT, "=date|=datum|=fecha|=data|=day|=tag|=jour|=dia|=giorno|=日付|=日期" },
	{ MAP_AT, "=created|=created at|=createdat|=created on|=created time|=creation time|=creation date|=started|=started "
		  "at|=start time|=start|=occurred|=occurred at|=opened|=opened at|=triggered at|=reported at|=logged at|="
		  "published|=erstellt|=erstellt am|=beginn|=cree|=cree le|=debut|=creado|=inicio|=作成日時|=开始时间|=開始" },
	{ MAP_TEXT, "=message|=msg|=text|=log message|=what happened|=what|=event|=entry|=nachricht|=meldung|=ereignis|=was|="
		    "was geschah|=message texte|=texte|=evenement|=quoi|=que|=que paso|=mensaje|=texto|=evento|=mensagem|=messaggio|="
		    "testo|=出来事|=内容|=メッセージ|=イベント|=消息|=事件|=经过|=内容说明" },
	{ MAP_TEXT, "=summary|=title|=subject|=headline|=zusammenfassung|=titel|=betreff|=resume|=titre|=sujet|=resumen|=titulo|="
		    "asunto|=riassunto|=titolo|=件名|=概要|=标题|=摘要" },
	{ MAP_TEXT, "=description|=desc|=activity|=action|=content|=body|=details|=detail|="
		    "beschreibung|=aktion|=massnahme|=action prise|=descripcion|=accion|=descrizione|=descricao|=説明|=対応|=描述|=说明" },
	{ MAP_TEXT, "=note|=notes|=comment|=comments|=log|=line|=raw|=alert|=alert name|=command|=notiz|=kommentar|=bemerkung|="
		    "remarque|=commentaire|=nota|=notas|=comentario|=備考|=备注" },
	{ MAP_AUTHOR, "=author|=user|=username|=user name|=who|=by|=actor|=person|=nick|=sender|=from|=created by|=reported by|="
		      "reporter|=agent|=engineer|=responder|=performed by|=autor|=verfasser|=benutzer|=wer|=von|=melder|="
		      "auteur|=utilisateur|=qui|=par|=usuario|=quien|=por|=autore|=utente|=chi|=da|=quem|=担当者|=担当|=発言者|="
		      "報告者|=作者|=用户|=负责人|=操作人" },
	{ MAP_AUTHOR, "=owner|=assignee|=assigned to|=assigned to user|=assigned to users|=acknowledged by|=resolved by|=bearbeiter|=responsable|=responsabile" },
	{ MAP_KIND, "=kind|=type|=event type|=eventtype|=event kind|=category|=action type|=art|=typ|=kategorie|="
		    "ereignistyp|=genre|=categorie|=tipo|=categoria|=tipo de evento|=種別|=種類|=类型|=类别" },
	{ MAP_LINK, "=link|=url|=href|=permalink|=html url|=web url|=weburl|=incident url|=issue url|=lien|=enlace|=リンク|=链接|=链接地址" },
	{ MAP_ID, "=id|=uid|=uuid|=guid|=event id|=eventid|=key|=issue key|=message id|=alert id|=incident id|=log entry id|="
		  "insertid|=insert id|=number|=incident number|=vorgangsschlussel|=schlussel|=nummer|=numero" },
	{ MAP_SOURCE, "=host|=hostname|=host name|=channel|=kanal|=canal|=service|=service name|=servicename|=instance|=server|="
		      "machine|=rechner|=hote|=servidor|=サーバ|=ホスト|=主机" },
	{ MAP_ZONE, "=timezone|=time zone|=tz|=zone|=utc offset|=zeitzone|=fuseau horaire|=zona horaria|=タイムゾーン|=时区" },
	/* words in longer names, when nothing else is known of them */
	{ MAP_AT, "timestamp|time|date|datum|uhrzeit|zeit|heure|hora|fecha|created|日時|時刻|时间|日期" },
	{ MAP_TEXT, "message|description|summary|event|text|details|nachricht|beschreibung|evenement|descripcion|内容|説明|描述" },
};

/* What stands in a column. */
struct content {
	size_t filled, times, clocks, links, numbers, length;
	int rank; /* the row of `names` that its name has; LENGTH(names): none */
};

/* ---- what stands in a cell ---- */

enum cell { CELL_OTHER, CELL_TIME, CELL_CLOCK, CELL_LINK, CELL_NUMBER };

static bool is_number(const char *text)
{
	size_t len = strlen(text), digits = digit_count(text, len, len);
	return len && (digits == len || (text[digits] == '.' && digit_count(text + digits + 1, len, len) == len - digits - 1));
}

static enum cell what_is(const char *text, const char *zone)
{
	struct when when;
	struct stamp stamp;
	size_t len = strlen(text);
	if (text_starts(text, "https://") || text_starts(text, "http://"))
		return CELL_LINK;
	if (len > INSTANT_TEXT_MAX)
		return CELL_OTHER;
	if (instant_read(text, len, zone, &when, NULL))
		return CELL_TIME;
	if (is_number(text))
		return CELL_NUMBER;
	if (!stamp_read(&stamp, text, len, STAMP_WHOLE) || (stamp.weak && stamp.clock.kind == STAMP_NO_CLOCK))
		return CELL_OTHER;
	return stamp.day.kind == STAMP_NO_DAY && !stamp.epoch ? CELL_CLOCK : CELL_TIME;
}

static const char *cell(const struct column_sample *sample, size_t row, size_t column)
{
	const char *text = sample->cell(sample->data, row, column);
	return text + strspn(text, " \t\n");
}

static int rank_of(struct buf *folded, const char *name)
{
	int rank = 0;
	terms_fold(folded, name, strlen(name));
	for (; rank < (int)LENGTH(names); rank++)
		if (terms_find(&(struct term){ 1, names[rank].words }, 1, buf_text(folded)) == 1)
			break;
	return rank;
}

static size_t column_count(const struct column_sample *sample)
{
	return sample->columns < SAMPLE_COLUMNS ? sample->columns : SAMPLE_COLUMNS;
}

static struct content *survey(const struct column_sample *sample)
{
	size_t count = column_count(sample);
	struct content *contents = mem_new(count + 1, sizeof *contents);
	struct buf folded = { 0 };
	for (size_t column = 0; column < count; column++) {
		struct content *content = &contents[column];
		content->rank = sample->head ? rank_of(&folded, cell(sample, 0, column)) : (int)LENGTH(names);
		for (size_t row = sample->head; row < sample->rows; row++) {
			const char *text = cell(sample, row, column);
			enum cell what = *text ? what_is(text, sample->zone) : CELL_OTHER;
			content->filled += *text != '\0';
			content->times += what == CELL_TIME;
			content->clocks += what == CELL_CLOCK;
			content->links += what == CELL_LINK;
			content->numbers += what == CELL_NUMBER;
			content->length += strlen(text);
		}
	}
	buf_fini(&folded);
	return contents;
}

bool columns_have_head(const struct column_sample *sample)
{
	struct buf folded = { 0 };
	size_t known = 0, values = 0;
	for (size_t column = 0; column < column_count(sample); column++) {
		const char *text = cell(sample, 0, column);
		enum cell what = *text ? what_is(text, sample->zone) : CELL_OTHER;
		/* "Time (UTC)" and "2 March" are no times yet */
		known += *text && what != CELL_LINK && rank_of(&folded, text) < (int)LENGTH(names);
		values += what == CELL_TIME || what == CELL_CLOCK || what == CELL_NUMBER || what == CELL_LINK;
	}
	buf_fini(&folded);
	return values ? known > values : true;
}

/* ---- guesses ---- */

static enum map_role role_of(const struct content *content)
{
	return content->rank < (int)LENGTH(names) ? names[content->rank].role : MAP_ROLES;
}

/* Half of what is there: exports have notes at their end, and cells that nobody filled. */
static bool is_mostly(size_t count, const struct content *content)
{
	return count * 2 >= content->filled && (count || !content->filled);
}

static bool fits(enum map_role role, const struct content *content)
{
	switch (role) {
	case MAP_AT:
		return is_mostly(content->times + content->clocks, content);
	case MAP_TEXT:
		return !content->filled || !is_mostly(content->times + content->clocks + content->links, content);
	case MAP_LINK:
		return is_mostly(content->links, content);
	case MAP_AUTHOR:
		return !content->filled || !is_mostly(content->times + content->links, content);
	default:
		return true;
	}
}

static void add(struct columns *out, enum map_role role, size_t column)
{
	if (out->count[role] < COLUMNS_EACH)
		out->items[role][out->count[role]++] = column;
}

static bool is_taken(const struct columns *columns, size_t column)
{
	for (size_t role = 0; role < MAP_ROLES; role++)
		for (size_t i = 0; i < columns->count[role]; i++)
			if (columns->items[role][i] == column)
				return true;
	return false;
}

/* The column whose name says most clearly that it has the role. */
static bool guess_by_name(struct columns *out, enum map_role role, const struct content *contents, size_t count)
{
	size_t best = count;
	for (size_t i = 0; i < count; i++)
		if (role_of(&contents[i]) == role && fits(role, &contents[i]) && !is_taken(out, i) &&
			(best == count || contents[i].rank < contents[best].rank))
			best = i;
	if (best < count)
		add(out, role, best);
	return best < count;
}

/* Days in one column, clock times in another: both, the day first. */
static void guess_clock(struct columns *out, const struct content *contents, size_t count)
{
	size_t first = out->items[MAP_AT][0];
	bool clock = contents[first].clocks > contents[first].times;
	for (size_t i = 0; i < count; i++) {
		if (is_taken(out, i) || !contents[i].filled || role_of(&contents[i]) != MAP_AT)
			continue;
		bool is_clock = is_mostly(contents[i].clocks, &contents[i]);
		bool is_day = is_mostly(contents[i].times, &contents[i]) && !is_clock;
		if (!(clock ? is_day : is_clock))
			continue;
		add(out, MAP_AT, i);
		if (clock) {
			out->items[MAP_AT][1] = first;
			out->items[MAP_AT][0] = i;
		}
		return;
	}
}

/* Whether a sample's cells of a column are days without a clock. */
static bool is_days(const struct column_sample *sample, size_t column)
{
	for (size_t row = sample->head; row < sample->rows; row++) {
		const char *text = cell(sample, row, column);
		struct when when;
		struct stamp stamp;
		size_t len = strlen(text);
		if (!len)
			continue;
		if (instant_read(text, len, sample->zone, &when, NULL))
			return when.precision == PRECISION_DAY;
		return stamp_read(&stamp, text, len, STAMP_WHOLE) && stamp.clock.kind == STAMP_NO_CLOCK && !stamp.epoch;
	}
	return false;
}

static void guess_by_content(struct columns *out, enum map_role role, const struct content *contents, size_t count)
{
	size_t best = count;
	for (size_t i = 0; i < count; i++) {
		const struct content *content = &contents[i];
		if (!content->filled || is_taken(out, i))
			continue;
		bool known = role_of(content) != MAP_ROLES && role_of(content) != role;
		if (role == MAP_AT && content->times && is_mostly(content->times, content) && best == count)
			best = i;
		if (role == MAP_LINK && content->links && is_mostly(content->links, content) && best == count)
			best = i;
		if (role == MAP_TEXT && !known && fits(role, content) && !is_mostly(content->numbers, content) &&
			(best == count || content->length > contents[best].length))
			best = i;
	}
	if (best < count)
		add(out, role, best);
}

/* Timesketch: what sort of time it is. */
static void add_described(struct columns *out, const struct column_sample *sample, size_t count)
{
	for (size_t i = 0; sample->head && i < count; i++)
		if (text_same(cell(sample, 0, i), "timestamp_desc") && !is_taken(out, i))
			add(out, MAP_TEXT, i);
}

static void guess(struct columns *out, const struct column_sample *sample, const struct content *contents)
{
	size_t count = column_count(sample);
	if (!out->count[MAP_AT]) {
		if (!guess_by_name(out, MAP_AT, contents, count))
			guess_by_content(out, MAP_AT, contents, count);
		if (out->count[MAP_AT] &&
			(contents[out->items[MAP_AT][0]].clocks > contents[out->items[MAP_AT][0]].times ||
				is_days(sample, out->items[MAP_AT][0])))
			guess_clock(out, contents, count);
	}
	for (enum map_role role = MAP_AUTHOR; role < MAP_ROLES; role++)
		if (!out->count[role])
			guess_by_name(out, role, contents, count);
	if (!out->count[MAP_TEXT]) {
		if (!guess_by_name(out, MAP_TEXT, contents, count))
			guess_by_content(out, MAP_TEXT, contents, count);
		add_described(out, sample, count);
	}
	if (!out->count[MAP_LINK])
		guess_by_content(out, MAP_LINK, contents, count);
}

/* ---- what the user said ---- */

static void list_columns(struct buf *out, const struct column_sample *sample)
{
	enum { MOST = 20 };
	for (size_t i = 0; i < sample->columns && i < MOST; i++)
		if (sample->head)
			buf_printf(out, "%s%.40s", i ? ", " : "", cell(sample, 0, i));
		else
			buf_printf(out, "%s%zu", i ? ", " : "", i + 1);
	if (sample->columns > MOST)
		buf_puts(out, ", …");
}

static bool find_named(const struct column_sample *sample, const char *name, size_t *out)
{
	size_t len = strlen(name);
	for (size_t i = 0; sample->head && i < sample->columns; i++) {
		const char *other = cell(sample, 0, i);
		size_t other_len = strlen(other);
		while (other_len && strchr(" \t\n", other[other_len - 1]))
			other_len--;
		*out = i;
		if (other_len == len && strncasecmp(other, name, len) == 0)
			return true;
	}
	int64_t number = line_number(name, len);
	*out = (size_t)(number - 1);
	return number > 0 && (size_t)number <= sample->columns;
}

static bool take_map(struct columns *out, const struct column_sample *sample, const struct map *map, struct err *err)
{
	for (size_t role = 0; role < MAP_ROLES; role++)
		for (size_t i = 0; i < map->names[role].count; i++) {
			size_t column;
			struct buf list = { 0 };
			if (find_named(sample, map->names[role].items[i], &column)) {
				add(out, (enum map_role)role, column);
				continue;
			}
			list_columns(&list, sample);
			err_set(err, ERR_USAGE, "--map: there is no column %s; there are %s", map->names[role].items[i],
				buf_text(&list));
			buf_fini(&list);
			return false;
		}
	return true;
}

static bool missing(const struct column_sample *sample, const char *what, enum map_role role, struct err *err)
{
	struct buf list = { 0 };
	list_columns(&list, sample);
	err_set(err, ERR_USAGE, "no column looks like %s: name it with --map %s=COLUMN; there are %s", what,
		map_roles[role].name, buf_text(&list));
	buf_fini(&list);
	return false;
}

bool columns_find(struct columns *out, const struct column_sample *sample, const struct map *map, struct err *err)
{
	*out = (struct columns){ 0 };
	if (!take_map(out, sample, map, err))
		return false;
	struct content *contents = survey(sample);
	guess(out, sample, contents);
	free(contents);
	if (!out->count[MAP_AT])
		return missing(sample, "the time", MAP_AT, err);
	return out->count[MAP_TEXT] || missing(sample, "what happened", MAP_TEXT, err);
}

int columns_sure(const struct column_sample *sample)
{
	struct columns columns = { 0 };
	struct content *contents = survey(sample);
	guess(&columns, sample, contents);
	int sure = 0;
	if (columns.count[MAP_AT] && columns.count[MAP_TEXT]) {
		const struct content *at = &contents[columns.items[MAP_AT][0]], *text = &contents[columns.items[MAP_TEXT][0]];
		sure = at->filled ? 40 : 20;
		sure += role_of(at) == MAP_AT ? 20 : 0;
		sure += role_of(text) == MAP_TEXT ? 15 : 0;
	}
	free(contents);
	return sure;
}

/* ---- kinds ---- */

const char *columns_kind(const char *word)
{
	static const struct term terms[] = {
		{ 0, "=impact|impact began|outage began" },
		{ 1, "acknowledge|acknowledged|ack|acked|bestatigt|acquitte|reconocido" },
		{ 2, "mitigate|mitigated|mitigation" },
		{ 3, "resolve|resolved|resolution|closed|close|recovered|recovery|gelost|behoben|resolu|resuelto|ok|解決|解决" },
		{ 4, "=detected|detection|trigger|triggered|alert|alerting|firing|fired|alarm|erkannt|detecte|detectado|検知|告警" },
		{ 5, "=declared|incident declared" },
		{ 6, "escalate|escalated|escalation|paged|page|reassigned" },
		{ 7, "deploy|deployed|deployment|release|released|rollback|=change|config change|configuration change|anderung|"
		     "changement|cambio|変更|变更|部署" },
		{ 8, "=decision|decided|entscheidung|decisión|決定" },
		{ 9, "=hypothesis|theory|hypothese|hipotesis|仮説" },
		{ 10, "=evidence|=metric|=graph|=log" },
		{ 11, "comms|communication|status page|public update|customer update" },
		{ 12, "=note|=comment|=annotate|annotation" },
	};
	static const char *const kinds[] = { "impact", "acknowledged", "mitigated", "resolved", "detected", "declared", "escalation",
		"change", "decision", "hypothesis", "evidence", "comms", "note" };
	int kind = terms_read(terms, LENGTH(terms), word, strlen(word));
	return kind == TERM_NONE ? NULL : kinds[kind];
}
