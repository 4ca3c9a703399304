#include "app/template_check.h"

#include <stdlib.h>

void template_found(struct template_findings *out, const char *place, size_t line, const char *tag,
	const char *format, ...)
{
	struct buf text = { 0 };
	va_list args;
	va_start(args, format);
	buf_vprintf(&text, format, args);
	va_end(args);
	struct template_finding *finding = vec_push(out);
	*finding = (struct template_finding){ mem_copy(place), line, mem_copy(tag), buf_steal(&text) };
}

void template_findings_fini(struct template_findings *findings)
{
	for (size_t i = 0; i < findings->count; i++) {
		free(findings->items[i].place);
		free(findings->items[i].tag);
		free(findings->items[i].text);
	}
	free(findings->items);
	*findings = (struct template_findings){ 0 };
}
