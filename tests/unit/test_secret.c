/* Secrets: found by their public forms, and nothing that only looks a little like one. The tokens are written in
 * two parts, so that nobody who scans this file takes them for real ones. */
#include <check.h>
#include <stdlib.h>

#include "base/buf.h"
#include "base/mem.h"
#include "model/secret.h"

#define A16 "QX7RTN2ZK5WHVB3M"
#define A20 "Zk4nV8qLw2Xr7TbYc9Hd"
#define A32 "9f8b3c1d7e6a5f402b8c9d0e1f2a3b4c"
#define A36 A20 "Pm5sJg3uFe6yRa1i"
#define BODY "MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC7"

static const struct {
	const char *text, *kind, *secret; /* secret NULL: all of the text */
} hits[] = {
	{ "AKIA" A16, "an AWS access key id", NULL },
	{ "key ASIA" A16 " was used", "an AWS access key id", "ASIA" A16 },
	{ "aws_secret_access_key = wJ4" A36 "f", "an AWS secret access key", "wJ4" A36 "f" },
	{ "\"SecretAccessKey\": \"wJ4" A36 "f\"", "an AWS secret access key", "wJ4" A36 "f" },
	{ "AIza" "Sy" A20 "Pm5sJg3uFe6yR", "a Google API key", NULL },
	{ "GOCSPX-" A20 "Pm5s", "a Google OAuth client secret", NULL },
	{ "{\"private_key\": \"-----BEGIN PRIVATE KEY-----\\n" BODY "\\n-----END PRIVATE KEY-----\\n\"}", "a private key",
		"-----BEGIN PRIVATE KEY-----\\n" BODY "\\n" },
	{ "AccountKey=" A36 A36 "abcdefghijkl+/==;EndpointSuffix=core", "an Azure storage key",
		A36 A36 "abcdefghijkl+/==" },
	{ "https://x.blob.core.windows.net/a?sv=2022-11-02&sig=" A36 "%2Bx8%3D&se=1",
		"an Azure shared access signature", A36 "%2Bx8%3D" },
	{ "ghp" "_" A36, "a GitHub token", NULL },
	{ "github" "_pat_11ABCDEFG0" A36, "a GitHub token", NULL },
	{ "glpat" "-" A20, "a GitLab token", NULL },
	{ "xoxb" "-123456789012-" A20, "a Slack token", NULL },
	{ "https://hooks.slack.com" "/services/T0" "123ABCD/B0123ABCD/" A20, "a Slack webhook",
		"hooks.slack.com/services/T0123ABCD/B0123ABCD/" A20 },
	{ "sk" "_live_" A20, "a Stripe secret key", NULL },
	{ "SK" A32, "a Twilio API key", NULL },
	{ "SG." A20 "ab." A36 "abcdefg", "a SendGrid key", NULL },
	{ "npm" "_" A36, "an npm token", NULL },
	{ "pypi-" "AgEIcHlwaS5vcmc" A36, "a PyPI token", NULL },
	{ "(hvs." A20 "abcd)", "a Vault token", "hvs." A20 "abcd" },
	{ "-----BEGIN OPENSSH PRIVATE KEY-----\n" BODY "\n-----END OPENSSH PRIVATE KEY-----", "a private key",
		"-----BEGIN OPENSSH PRIVATE KEY-----\n" BODY "\n" },
	{ "-----BEGIN PGP PRIVATE KEY BLOCK-----\n\n" BODY, "a private key", NULL },
	{ "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhbmEiLCJpYXQiOjF9." A20, "a JSON web token", NULL },
	{ "postgres://app:s3cr3t@db.internal/orders", "a URL with a password", "s3cr3t" },
	{ "redis://:hunter22@cache:6379", "a URL with a password", "hunter22" },
	{ "password=hunter2", "a password", "hunter2" },
	{ "DB_PASSWORD: 'tr0ub4dor&3'", "a password", "tr0ub4dor&3" },
	{ "--password=Sommer2024!", "a password", "Sommer2024!" },
	{ "\"password\": \"swordfish\"", "a password", "swordfish" },
	{ "client_secret=" A20, "a secret", A20 },
	{ "X-Api-Key: " A32, "an API key", A32 },
	{ "token=123e4567-e89b-12d3-a456-426614174000", "a token", "123e4567-e89b-12d3-a456-426614174000" },
	{ "Authorization: Bearer " A36, "a bearer token", A36 },
	{ "authorization: basic YW5hOmh1bnRlcjIyMjI=", "a user's password", "YW5hOmh1bnRlcjIyMjI=" },
	{ "https://discord.com" "/api/webhooks/123456789012345678/" A20 "_" A20 "-" A32, "a Discord webhook",
		"discord.com/api/webhooks/123456789012345678/" A20 "_" A20 "-" A32 },
	{ "ATATT3" "xFf_" A20 "-" A20 "=12AB34CD", "an Atlassian token", NULL },
	{ "sk" "-" A20 "T3Bl" A20 "kFJx", "an OpenAI API key", NULL },
	{ "sntrys" "_eyJp" A36 "_" A20, "a Sentry token", NULL },
	{ "Secret access key: wJ4" A36 "f", "an AWS secret access key", "wJ4" A36 "f" },
	{ "the API key: " A32 ", now revoked", "an API key", A32 },
	{ "pw: S3cr3t!x", "a password", "S3cr3t!x" },
	{ "curl -u admin:Xk29kdkd https://x.io", "a user's password", "Xk29kdkd" },
	{ "curl --user 'ops@corp.io:Xk29kdkd' x", "a user's password", "Xk29kdkd" },
	{ "token=hunter2-swordfish&x=1", "a token", "hunter2-swordfish" },
	{ "mysql -u root -phunter2 shop", "a password", "hunter2" },
	{ "ls; sudo /usr/bin/mysqldump -p'S3cr3t!' shop", "a password", "S3cr3t!" },
	{ "docker login -u bo -p s3cr3tpw registry.corp.io", "a password", "s3cr3tpw" },
	{ "redis-cli -h r1 -a s3cr3tpw ping", "a password", "s3cr3tpw" },
};

static const char *const misses[] = {
	"mysql -P3306 -h db-1 -p shop",
	"mysql -p$PASSWORD shop",
	"mysql shop; mkdir -parents",
	"ssh -p 2222 login-1",
	"echo mysqlx -pabcdef",
	"",
	"The token expired at 14:05:30",
	/* documentation */
	"AKIA" "IOSFODNN7EXAMPLE",
	"aws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
	"ghp_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
	"eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIxMjM0NTY3ODkwIiwibmFtZSI6IkpvaG4gRG9lIiwiaWF0IjoxNTE2MjM5MDIyfQ.x",
	"https://user:password@example.com/",
	"postgres://app:$DB_PASSWORD@db/orders",
	"password=********",
	"password=<your password>",
	"password=${DB_PASSWORD}",
	"token: {{ vault_token }}",
	"api_key=YOUR_API_KEY_1234",
	"token=[redacted]",
	/* digests and ids */
	"commit 9f8b3c1d7e6a5f402b8c9d0e1f2a3b4c5d6e7f80",
	"sha256:9f8b3c1d7e6a5f402b8c9d0e1f2a3b4c9f8b3c1d7e6a5f402b8c9d0e1f2a3b4c",
	"request 123e4567-e89b-12d3-a456-426614174000 failed",
	"image registry.example.com/app@sha256:9f8b3c1d",
	"AKIASHORT and BAKIA" A16,
	"SKU 12345678, task SK9f8b3c",
	/* sentences and names */
	"password: reset for all users",
	"secret: payments-db-credentials",
	"secret: payments-db-v2",
	"the secret was rotated: 14:05",
	"token: expired",
	"tokens: 1500",
	"nextToken=eyJhbGciOi" A20,
	"password == stored_password",
	"password=get_password(user)",
	"secret=arn:aws:secretsmanager:eu-west-1:123456789012:secret:db-x7Yz",
	"private_key: /etc/ssl/private/key.pem",
	"bypass=abc123xyz",
	"compass: north45deg",
	"password_hash_rounds=12",
	"the bearer of bad news2",
	"Bearer token-based-authentication",
	"basic authentication is used",
	"-----BEGIN PRIVATE KEY----- was missing from the file, which we only saw in the debug log of the proxy",
	"-----BEGIN CERTIFICATE-----\n" BODY "\n-----END CERTIFICATE-----",
	"https://example.com:8443/path@v2",
	"http://[2001:db8::1]:80/",
	"mailto:ana@example.com",
	"12:30 secret santa: bring sweets",
	"design=token-v2",
	/* found in documentation */
	"https://foo:bar@example.com/repo and redis://u:p4ssw0rd@cache.example:6379",
	"redis://[[USERNAME:]PASSWORD@]HOST",
	"cvs://:pserver:anoncvs@sources.corp.io",
	"const char *password = \"password\";",
	"getpass(prompt='Password: ', stream=None): pass",
	"sig = \"from %d to %d arguments\"; ZIP_HDR_SIG => 0x04034b50",
	"\"sig\": \"a312b9c3cb4a1b693e8ebac5ee1ca9cc01f2661c1439\"",
	"docker run -u 100000:100000, chown -u wwwdata:wwwdata, date -u 14:05:30",
	"the primary key: 4711, sort key: user#1234abcd",
	"CREATE USER x -u name:$PASSWORD",
};

START_TEST(secrets_are_found)
{
	struct secret secret;
	const char *text = hits[_i].text, *expected = hits[_i].secret ? hits[_i].secret : text;
	ck_assert_msg(secret_find(text, 0, &secret), "%s", text);
	ck_assert_str_eq(secret.kind, hits[_i].kind);
	ck_assert_msg(strncmp(text + secret.at, expected, strlen(expected)) == 0, "%s: at %zu", text, secret.at);
	if (!strstr(text, "PRIVATE KEY"))
		ck_assert_msg(secret.len == strlen(expected), "%s: %zu", text, secret.len);
}
END_TEST

START_TEST(what_only_looks_so_is_none)
{
	struct secret secret;
	ck_assert_msg(!secret_find(misses[_i], 0, &secret), "%s", misses[_i]);
}
END_TEST

START_TEST(each_is_found_in_turn)
{
	const char *text = "password=hunter22 and glpat" "-" A20 " end";
	struct secret secret;
	ck_assert(secret_find(text, 0, &secret));
	ck_assert_str_eq(secret.kind, "a password");
	ck_assert(secret_find(text, secret.at + secret.len, &secret));
	ck_assert_str_eq(secret.kind, "a GitLab token");
	ck_assert(!secret_find(text, secret.at + secret.len, &secret));
}
END_TEST

START_TEST(hostile_text_takes_no_time)
{
	static const char *const parts[] = { "eyJ-", "glpat-", "token=", "://", "pass='", "-----BEGIN ", "a:b@", "x:\"", "- _ ", " -u a:", "api key: " };
	for (size_t i = 0; i < LENGTH(parts); i++) {
		struct buf text = { 0 };
		struct secret secret;
		while (text.len < 1 << 20)
			buf_puts(&text, parts[i]);
		secret_find(buf_text(&text), 0, &secret);
		buf_fini(&text);
	}
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("secret");
	TCase *tcase = tcase_create("secrets");
	tcase_add_loop_test(tcase, secrets_are_found, 0, LENGTH(hits));
	tcase_add_loop_test(tcase, what_only_looks_so_is_none, 0, LENGTH(misses));
	tcase_add_test(tcase, each_is_found_in_turn);
	tcase_add_test(tcase, hostile_text_takes_no_time);
	suite_add_tcase(suite, tcase);
	SRunner *runner = srunner_create(suite);
	srunner_run_all(runner, CK_ENV);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed != 0;
}
