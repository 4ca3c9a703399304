/*
 * Calls that do not compile in this project. Forced into every translation unit by the Makefile
 * (-include), after the headers that declare them, so that using one is a link-free, early error.
 */
#ifndef BASE_BANNED_H
#define BASE_BANNED_H

#include <alloca.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define BANNED(call, instead) _Static_assert(0, #call " is banned: use " #instead)

#undef strcpy
#define strcpy(d, s) BANNED(strcpy, buf_puts or text_copy)
#undef strcat
#define strcat(d, s) BANNED(strcat, buf_puts)
#undef strncpy
#define strncpy(d, s, n) BANNED(strncpy, text_copy)
#undef strncat
#define strncat(d, s, n) BANNED(strncat, buf_put)
#undef sprintf
#define sprintf(...) BANNED(sprintf, snprintf or buf_printf)
#undef vsprintf
#define vsprintf(...) BANNED(vsprintf, vsnprintf or buf_vprintf)
#undef strtok
#define strtok(s, d) BANNED(strtok, strsep or words_split)
#undef localtime
#define localtime(t) BANNED(localtime, zone_civil)
#undef gmtime
#define gmtime(t) BANNED(gmtime, zone_civil)
#undef gets
#define gets(s) BANNED(gets, getline)

/* Tests run shells and count with small numbers; the program does not. */
#ifndef TESTS
#undef alloca
#define alloca(n) BANNED(alloca, buf or mem_new)
#define system(c) BANNED(system, process_run)
#define popen(c, m) BANNED(popen, process_run or process_feed)
#define atoi(s) BANNED(atoi, strtol)
#define atol(s) BANNED(atol, strtol)
#define atoll(s) BANNED(atoll, strtoll)
#define atof(s) BANNED(atof, strtod)
#define rand() BANNED(rand, getrandom)
#define srand(s) BANNED(srand, getrandom)
#endif
#undef asctime
#define asctime(t) BANNED(asctime, when_format)
#undef ctime
#define ctime(t) BANNED(ctime, when_format)
#undef mktemp
#define mktemp(t) BANNED(mktemp, mkstemp)
#undef tmpnam
#define tmpnam(s) BANNED(tmpnam, path_write_temporary)
#undef tempnam
#define tempnam(d, p) BANNED(tempnam, path_write_temporary)

#endif
