#include "intake/postmortem.h"

void postmortem_timeline(struct postmortem *p)
{
	(void)p;
}
