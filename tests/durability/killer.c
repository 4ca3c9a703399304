/*
 * Kills a command without warning, at moments spread over its whole life.
 *
 *     killer SEED ROUNDS -- COMMAND… {} …
 *
 * runs the command once a round, with the round's number for {}, and kills it (SIGKILL) after a delay that
 * is drawn between nothing and a little more than it takes when left alone. Prints a line a round: its
 * number, "done" if the command ended well or had already printed something, else "killed", and what it
 * printed. The first rounds are left alone, to see how long it takes.
 */
#include <errno.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { ALONE = 5 };

static int64_t now_us(void)
{
	struct timespec time;
	clock_gettime(CLOCK_MONOTONIC, &time);
	return time.tv_sec * INT64_C(1000000) + time.tv_nsec / 1000;
}

static uint64_t draw(uint64_t *state)
{
	uint64_t z = *state += 0x9E3779B97F4A7C15u;
	z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9u;
	z = (z ^ z >> 27) * 0x94D049BB133111EBu;
	return z ^ z >> 31;
}

static pid_t start(char **argv, int round, int *out)
{
	int ends[2];
	char number[16];
	if (pipe(ends) < 0)
		exit(1);
	pid_t child = fork();
	if (child < 0)
		exit(1);
	if (child == 0) {
		snprintf(number, sizeof number, "%d", round);
		for (char **word = argv; *word; word++)
			if (strcmp(*word, "{}") == 0)
				*word = number;
		dup2(ends[1], STDOUT_FILENO);
		close(ends[0]);
		close(ends[1]);
		execvp(argv[0], argv);
		_exit(127);
	}
	close(ends[1]);
	*out = ends[0];
	return child;
}

int main(int argc, char **argv)
{
	if (argc < 5 || strcmp(argv[3], "--") != 0)
		return fprintf(stderr, "usage: killer SEED ROUNDS -- COMMAND…\n"), 2;
	uint64_t state = strtoull(argv[1], NULL, 10);
	int64_t alone = INT64_MAX;
	for (int round = 1; round <= ALONE + atoi(argv[2]); round++) {
		char said[512] = "";
		int out, status;
		int64_t began = now_us();
		pid_t child = start(argv + 4, round, &out);
		if (round > ALONE) {
			const int64_t delay = (int64_t)(draw(&state) % (uint64_t)(alone + alone / 3 + 1));
			const struct timespec pause = { delay / 1000000, delay % 1000000 * 1000 };
			nanosleep(&pause, NULL);
			kill(child, SIGKILL);
		}
		while (waitpid(child, &status, 0) < 0)
			if (errno != EINTR)
				return 1;
		if (round <= ALONE && now_us() - began < alone)
			alone = now_us() - began;
		ssize_t len = read(out, said, sizeof said - 1);
		close(out);
		said[len > 0 ? len : 0] = '\0';
		said[strcspn(said, "\n")] = '\0';
		if (WIFEXITED(status) && WEXITSTATUS(status) != 0)
			printf("%d failed %d %s\n", round, WEXITSTATUS(status), said);
		else
			printf("%d %s %s\n", round, WIFEXITED(status) || said[0] ? "done" : "killed", said);
	}
	return 0;
}
