#include "intake/postmortem.h"

void postmortem_head(struct postmortem *p)
{
	dating_begin(&p->dating, p->context->now, p->context->zone);
	dating_learn(&p->dating, p->source, p->len);
}
