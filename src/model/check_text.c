#include "model/check_text.h"

bool check_text_is_main(const struct check_text *text)
{
	switch (text->kind) {
	case ENTITY_INCIDENT:
	case ENTITY_EVENT:
	case ENTITY_ACTION:
	case ENTITY_CAUSE:
	case ENTITY_SECTION:
		return text->field == entity_get(text->kind)->headline;
	default:
		return false;
	}
}
