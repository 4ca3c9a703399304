/* What all templates together ask for: a section may be written for another one than the incident's. */
#ifndef APP_TEMPLATE_ASKS_H
#define APP_TEMPLATE_ASKS_H

#include "app/app.h"
#include "model/audience.h"

struct template_asks {
	char *prompt;	       /* the first template's; NULL: none asks for it */
	bool optional;	       /* so this prompt says */
	enum audience readers; /* public if only templates for the public ask for it, otherwise internal */
};

/* Who asks for a section. A template that cannot be read asks for nothing. End `out` with template_asks_fini. */
void template_asks_find(struct app *app, const char *key, struct template_asks *out);
void template_asks_fini(struct template_asks *asks);

#endif
