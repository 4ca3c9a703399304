/*
 * What a document is made of: the records of an incident, without what its readers may not see. Documents, paths, index
 * lines, commit messages and attached files are made of this and of nothing else, so what is withheld is in none.
 */
#ifndef APP_MATERIAL_H
#define APP_MATERIAL_H

#include "app/app.h"
#include "model/withhold.h"

struct material {
	enum audience audience;		    /* for whom */
	struct record incident;		    /* its own id and number; fields that are withheld are empty */
	struct records lists[ENTITY_COUNT]; /* by kind, each in its natural order; of the incident kind: none */
	struct withheld_list withheld;	    /* what was left out */
	bool partial;			    /* milestones are among it */
};

/* Read an incident as it is now, in one snapshot, and leave out what `audience` may not see.  The caller ends `out` with material_fini, also on failure. */
bool material_read(struct app *app, const struct record *incident, enum audience audience, struct material *out,
	struct err *err);
void material_fini(struct material *material);

/* Metrics and error budget of the milestones that are there: what was withheld is unknown. A bad slo option is an error. */
bool material_metrics(struct app *app, const struct material *material, struct metrics *out, struct budget *budget,
	struct err *err);

#endif
