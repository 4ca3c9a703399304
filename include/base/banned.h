/*
 * Calls that do not compile in this project. Forced into every translation unit by the Makefile
 * (-include), after the headers that declare them, so that using one is a link-free, early error.
 */
#ifndef BASE_BANNED_H
#define BASE_BANNED_H

#include <stdio.h>
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

#endif
