/* Finding credentials in text by the public forms that their issuers give them. */
#ifndef MODEL_SECRET_H
#define MODEL_SECRET_H

#include <stdbool.h>
#include <stddef.h>

struct secret {
	const char *kind; /* "a GitHub token"; constant */
	size_t at, len;	  /* bytes of the text: the secret itself, not the name before it */
};

/*
 * The first secret of a text at or after byte `from`: a token with an issuer's prefix, a private key, a JSON web
 * token, a password in a URL, a value given to a name such as password or api_key, or an authorization header.
 * What stands there as an example (AKIAIOSFODNN7EXAMPLE, ****, <token>, $TOKEN) is none, nor are digests, UUIDs and
 * commit ids that nothing calls a secret. Takes time proportional to the text.
 */
bool secret_find(const char *text, size_t from, struct secret *out);

#endif
