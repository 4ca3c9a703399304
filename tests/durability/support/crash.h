/* A power cut at every operation of a program: which states the disk can be in, and what becomes of them. */
#ifndef TESTS_DURABILITY_CRASH_H
#define TESTS_DURABILITY_CRASH_H

#include "judge.h"

struct crash {
	struct platter platter;
	struct judge *judge;
	char database[64];    /* its name, without the folder */
	const char *doing;    /* what is being run, for messages */
	size_t each;	      /* how many states are looked at where there are many: of the rest every n-th is taken */
	bool again;	      /* also cut the power while a first cut is being recovered from */
	/* ---- what came out ---- */
	size_t operations;    /* at which the power was cut */
	size_t states;	      /* that were different */
	size_t wrong;	      /* that were not as they must be */
	struct buf report;    /* of the first of them */
	/* ---- the command that is running ---- */
	VEC(uint64_t) steps;  /* contents that the database had, one after the other */
	size_t floor;	      /* of them the one that was acknowledged last */
	VEC(struct outcome) outcomes;
	uint64_t drawn;
};

/* What a state turned out to hold; `floor`: what had been acknowledged by then. */
struct outcome {
	uint64_t contents;
	size_t floor;
	char *how;
};

/* Nothing is on the disk yet, or (`image`) what was there when the machine started. */
void crash_init(struct crash *crash, struct judge *judge, const char *database, const struct image *image);
void crash_fini(struct crash *crash);

/* A disk_hook; `context` is the struct crash. */
int crash_hook(void *context, const struct disk_event *event);

/* Begin and end one command. In between crash_acknowledge says that all it did so far was said to be safe. At its end
 * all states that occurred must hold what the database held at one of its steps, none before the last acknowledged. */
void crash_begin(struct crash *crash, const char *doing);
void crash_acknowledge(struct crash *crash);
void crash_end(struct crash *crash);

#endif
