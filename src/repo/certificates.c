/*
 * Where libgit2 is built with mbedTLS, as Debian does, it reads the certificates of every authority in the world each
 * time it starts: more than half of what publishing costs the processor. Nothing here ever speaks to a server (the
 * user's own git does that), so the call ends in this module, and no authority is trusted.
 */
int mbedtls_x509_crt_parse_file(void *chain, const char *path);

int mbedtls_x509_crt_parse_file(void *chain, const char *path)
{
	(void)chain;
	(void)path;
	return 0;
}
