/* Replays corpus files, named on standard input one per line, through a libFuzzer target. */
#include <stdint.h>
#include <stdlib.h>

#include "base/buf.h"
#include "base/path.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int main(void)
{
	char *line = NULL;
	size_t cap = 0, files = 0;
	ssize_t len;
	struct err err = { 0 };
	while ((len = getline(&line, &cap, stdin)) > 0) {
		struct buf input = { 0 };
		line[strcspn(line, "\n")] = '\0';
		if (!path_read(&input, line, 16 << 20, &err)) {
			fprintf(stderr, "%s\n", err.text);
			return 1;
		}
		/* a heap copy of the exact size, so that a read past the end is seen */
		uint8_t *exact = malloc(input.len ? input.len : 1);
		if (!exact)
			return 1;
		if (input.len)
			memcpy(exact, input.data, input.len);
		LLVMFuzzerTestOneInput(exact, input.len);
		free(exact);
		buf_fini(&input);
		files++;
	}
	free(line);
	printf("%zu inputs replayed\n", files);
	return files == 0;
}
