#include "crash.h"

#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/path.h"
#include "base/text.h"
#include "store/store.h"

enum { REPORTED = 5 };

void crash_init(struct crash *crash, struct judge *judge, const char *database, const struct image *image)
{
	*crash = (struct crash){ .judge = judge, .each = SIZE_MAX };
	text_copy(crash->database, sizeof crash->database, database);
	if (image)
		platter_load(&crash->platter, image);
}

void crash_fini(struct crash *crash)
{
	platter_fini(&crash->platter);
	buf_fini(&crash->report);
	for (size_t i = 0; i < crash->outcomes.count; i++)
		free(crash->outcomes.items[i].how);
	free(crash->outcomes.items);
	free(crash->steps.items);
}

/* ---- one state ---- */

static void describe(const struct crash *crash, const unsigned char *fates, struct buf *out)
{
	static const char *const names[FATE_COUNT] = { "kept", "lost", "first half", "second half", "every other sector",
		"garbage in a sector", "only the size" };
	const struct platter *platter = &crash->platter;
	buf_printf(out, "%s, at operation %zu", crash->doing, crash->operations);
	for (size_t i = 0; i < platter->pending.count; i++) {
		const struct unsynced *item = &platter->pending.items[i];
		buf_printf(out, "\n    %s of %s at %lld (%zu bytes): %s", disk_op_name(item->op),
			path_name(platter->files.items[item->file].path), (long long)item->at, item->bytes.len, names[fates[i]]);
	}
}

static void wrong(struct crash *crash, const char *how, const char *why)
{
	if (crash->wrong++ < REPORTED)
		buf_printf(&crash->report, "%s\n    => %s\n", how, why);
}

static void remember(struct crash *crash, uint64_t contents, const unsigned char *fates)
{
	struct buf how = { 0 };
	for (size_t i = 0; i < crash->outcomes.count; i++)
		if (crash->outcomes.items[i].contents == contents && crash->outcomes.items[i].floor == crash->floor)
			return;
	describe(crash, fates, &how);
	*vec_push(&crash->outcomes) = (struct outcome){ contents, crash->floor, buf_steal(&how) };
}

static struct verdict judge_state(struct crash *crash, const unsigned char *fates)
{
	struct image image;
	bool fresh;
	platter_image(&crash->platter, fates, &image);
	struct verdict verdict = judge_image(crash->judge, &image, crash->database, &fresh);
	image_fini(&image);
	crash->states += fresh;
	if (!verdict.why) {
		remember(crash, verdict.contents, fates);
	} else if (fresh) {
		struct buf how = { 0 };
		describe(crash, fates, &how);
		wrong(crash, buf_text(&how), verdict.why);
		buf_fini(&how);
	}
	return verdict;
}

/* ---- which states ---- */

static uint64_t draw(struct crash *crash)
{
	uint64_t z = ++crash->drawn * 0x9E3779B97F4A7C15u;
	z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9u;
	return z ^ z >> 27;
}

/*
 * State number `number` of those that `count` pending things can be in, as far as they are counted: each lost or torn
 * alone; each alone there; all up to one, that one torn; all from one on. Then whatever chance makes.
 */
static void choose(struct crash *crash, size_t number, size_t count, unsigned char *fates)
{
	size_t one = number % count, way = number / count;
	memset(fates, FATE_KEPT, count);
	if (way < FATE_COUNT - 1) {
		fates[one] = (unsigned char)(1 + way);
	} else if (way == FATE_COUNT - 1) {
		memset(fates, FATE_LOST, count);
		fates[one] = FATE_KEPT;
	} else if (way == FATE_COUNT) {
		memset(fates, FATE_LOST, one);
	} else if (way < 2 * FATE_COUNT) {
		memset(fates + one, FATE_LOST, count - one);
		fates[one] = (unsigned char)(way - FATE_COUNT);
	} else {
		uint64_t mostly = draw(crash) % 3;
		for (size_t i = 0; i < count; i++) {
			uint64_t random = draw(crash);
			fates[i] = random % 4 < mostly ? FATE_KEPT : (unsigned char)(random / 4 % FATE_COUNT);
		}
	}
}

/* Everything that the disk can hold just now, or a share of it. */
static void cut_everywhere(struct crash *crash)
{
	const size_t count = crash->platter.pending.count, ways = count * (2 * FATE_COUNT + 4);
	const size_t stride = ways / crash->each + 1;
	unsigned char *fates = mem_new(count, 1);
	memset(fates, FATE_LOST, count);
	judge_state(crash, fates);
	/* a stride that shares no factor with the count meets each thing and each way */
	for (size_t number = count ? draw(crash) % stride : ways; number < ways; number += stride) {
		choose(crash, number, count, fates);
		judge_state(crash, fates);
	}
	free(fates);
}

/* The last thing done, torn in each way, or in one now and then; what came before is there. */
static void cut_last(struct crash *crash)
{
	const size_t count = crash->platter.pending.count, ways = FATE_COUNT - 2;
	unsigned char *fates = mem_new(count, 1);
	const size_t first = crash->each == SIZE_MAX ? 0 : draw(crash) % (4 * ways);
	const size_t end = crash->each == SIZE_MAX ? ways : first + 1;
	for (size_t way = first; way < ways && way < end; way++) {
		fates[count - 1] = (unsigned char)(FATE_TORN_HEAD + way);
		judge_state(crash, fates);
	}
	free(fates);
}

/* Nothing lost, as when only the program dies: what the database holds now is what it is to hold. */
static void look(struct crash *crash)
{
	unsigned char *fates = mem_new(crash->platter.pending.count, 1);
	struct verdict verdict = judge_state(crash, fates);
	free(fates);
	if (!verdict.why && (!crash->steps.count || crash->steps.items[crash->steps.count - 1] != verdict.contents))
		*vec_push(&crash->steps) = verdict.contents;
}

/* ---- the power goes again while the first cut is recovered from ---- */

/* Put the state in which nothing is lost into a folder of its own, since the judge works in the other one meanwhile;
 * `platter` gets it, `path` is the database there. */
static void set_up_again(struct crash *crash, const char *folder, struct crash *second)
{
	struct image image;
	VEC(struct buf) paths = { 0 };
	unsigned char *fates = mem_new(crash->platter.pending.count, 1);
	platter_image(&crash->platter, fates, &image);
	judge_put(&image, folder, crash->database);
	for (size_t i = 0; i < image.files.count; i++) {
		struct buf *path = vec_push(&paths);
		path_join(path, folder, path_name(image.files.items[i].path));
		image.files.items[i].path = path->data;
	}
	crash_init(second, crash->judge, crash->database, &image);
	second->each = crash->each;
	for (size_t i = 0; i < paths.count; i++)
		buf_fini(&paths.items[i]);
	free(paths.items);
	free(fates);
	image_fini(&image);
}

static void cut_again(struct crash *crash)
{
	struct crash second;
	struct buf path = { 0 }, doing = { 0 };
	struct store *store;
	struct err err = { 0 };
	buf_printf(&doing, "%s, recovering after operation %zu", crash->doing, crash->operations);
	buf_printf(&path, "%s/again/%s", crash->judge->folder, crash->database);
	if (!path_make_parents(buf_text(&path), 0700, &err))
		BUG("%s", err.text);
	char *folder = mem_copy_n(path.data, path.len - strlen(crash->database) - 1);
	set_up_again(crash, folder, &second);
	crash_begin(&second, buf_text(&doing));
	if (store_open(&store, buf_text(&path), STORE_EXISTING, 1, &err))
		store_close(store);
	else
		wrong(crash, buf_text(&doing), err.text);
	crash_end(&second);
	crash->states += second.states;
	crash->wrong += second.wrong;
	buf_puts(&crash->report, buf_text(&second.report));
	free(folder);
	buf_fini(&doing);
	buf_fini(&path);
	crash_fini(&second);
}

/* ---- following a program ---- */

int crash_hook(void *context, const struct disk_event *event)
{
	struct crash *crash = context;
	const bool sync = event->op == DISK_SYNC || event->op == DISK_SYNC_FOLDER;
	const bool change = event->op == DISK_WRITE || event->op == DISK_TRUNCATE || event->op == DISK_DELETE ||
			    event->op == DISK_OPEN;
	const size_t before = crash->platter.pending.count;
	if (!sync && !change)
		return 0;
	crash->operations++;
	disk_watch(NULL, NULL);
	if (sync && before)
		cut_everywhere(crash);
	/* the moment before a commit: all is written, and none of it counts yet */
	if (crash->again && (event->op == DISK_TRUNCATE || event->op == DISK_DELETE) && !before)
		cut_again(crash);
	platter_apply(&crash->platter, event);
	if (event->op != DISK_WRITE || crash->each == SIZE_MAX)
		look(crash);
	if (crash->platter.pending.count > before)
		cut_last(crash);
	disk_watch(crash_hook, crash);
	return 0;
}

void crash_begin(struct crash *crash, const char *doing)
{
	crash->doing = doing;
	crash->floor = 0;
	crash->steps.count = 0;
	disk_watch(NULL, NULL);
	look(crash);
	disk_watch(crash_hook, crash);
}

void crash_acknowledge(struct crash *crash)
{
	disk_watch(NULL, NULL);
	look(crash);
	crash->floor = crash->steps.count - 1;
	cut_everywhere(crash);
	disk_watch(crash_hook, crash);
}

static bool was_a_step(const struct crash *crash, const struct outcome *outcome)
{
	for (size_t i = outcome->floor; i < crash->steps.count; i++)
		if (crash->steps.items[i] == outcome->contents)
			return true;
	return false;
}

void crash_end(struct crash *crash)
{
	disk_watch(NULL, NULL);
	look(crash);
	cut_everywhere(crash);
	for (size_t i = 0; i < crash->outcomes.count; i++) {
		struct outcome *outcome = &crash->outcomes.items[i];
		if (!was_a_step(crash, outcome))
			wrong(crash, outcome->how,
				outcome->floor ? "what was acknowledged is not there, or only half" :
						 "it holds what the database never held: half a change");
		free(outcome->how);
	}
	crash->outcomes.count = 0;
}
