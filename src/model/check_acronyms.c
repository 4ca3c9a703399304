/* The check for acronyms that a reader from elsewhere would not know. */
#include "model/check_words.h"

#include <stdlib.h>
#include <strings.h>

#include "base/text.h"

/* Known to whoever reads a postmortem, or no acronyms: in the order of the alphabet. */
static const char known[] =
	" ACK ACL ACLS ACST ADSL AEDT AES AEST AI AIX AJAX AKST ALB ALBS ALL ALSO ALTER ALWAYS AM AMD AMI AMQP AND "
	"ANSI ANY APAC API APM APP ARM ARP ART ASAP ASCII ASG ASN AV AWS AWST AZ AZS BBC BEFORE BEGIN BGP BIOS BOTH "
	"BRT BSD BST BUT CA CAA CAT CD CDN CDT CEO CERT CEST CET CI CICD CIDR CIO CLB CLI CNAME CNCF CNI COMMIT COO "
	"CORS CPU CREATE CRLF CRON CRUD CSI CSP CSR CSRF CSS CST CSV CT CTO CVE DB DBA DDL DDOS DEBUG DELETE DHCP "
	"DIMM DKIM DLL DMARC DNS DNSSEC DO DOM DONE DOS DOWN DR DROP DST EACH EAT EBS EC ECR ECS EDT EEST EET EFS "
	"EKS ELB EMEA EN EOF EOL ERROR EST ET ETA ETL EU EVERY FALSE FAQ FATAL FDA FIFO FIN FIRST FIXME FOR FQDN "
	"FROM FTE FTP FYI GB GC GCE GCP GCS GDP GDPR GET GIF GKE GMT GNU GPG GPL GPS GPU GRANT GRPC GRUB GUI GW HA "
	"HDD HEAD HIGH HKT HOW HP HPA HR HST HTML HTTP HTTPS HW IAC IAM IBM IC ICMP ID IDE IDS IIS IMAP INDEX INFO "
	"INSERT IO IOPS IOS IP IPC IPMI IPS IPSEC IRC ISO ISP IST IT JDBC JIRA JIT JOIN JPEG JPG JS JSON JST JVM JWT "
	"KB KILL KMS KPI KST KVM KW LAN LAST LB LDAP LED LFS LGPL LIKE LINUX LIST LLM LLMS LLVM LOW LTS LVM MAC "
	"MACOS MAIN MB MDT MEDIUM MFA MIT MITRE ML MORE MQTT MS MSK MSSQL MST MT MTBF MTTA MTTD MTTF MTTR MTU MUST "
	"MW MX MYSQL NASA NAT NET NEVER NEW NFC NFS NGINX NIC NLB NLBS NO NOC NONE NOSQL NOT NOTE NOW NPM NS NTP "
	"NULL NVME NYSE NZDT NZST OAUTH OCSP OFF OID OIDC OK OLD OLTP OMG ON ONCALL ONLY OOM OOMS OPS OR ORM OS OSS "
	"OTP PAAS PATCH PB PC PCI PDF PDT PHP PID PII PING PKI PKT PM PNG POD POP POSIX POST PR PRS PST PSU PT PTR "
	"PUT PVC PVS QA QOS QPS QUIC RAID RAM RBAC RCA RDP RDS README REPL REST RFC ROI RPC RPM RPO RPS RSA RST RTO "
	"RTT SAAS SAME SAML SAN SAS SAST SCP SCSI SD SDK SDN SEC SELECT SEO SES SEV SFTP SGT SHA SHOULD SIGHUP SIM "
	"SLA SLAS SLI SLIS SLO SLOS SMART SMB SMS SMTP SNAT SNI SNMP SNS SOA SOAP SOC SPA SPF SQL SQS SRE SRES SRV "
	"SSD SSH SSID SSL SSO STDERR STDOUT STOP STS SVC SVG SVN SYN TABLE TB TBC TBD TCP THAT THE THIS TL TLD TLS "
	"TODO TRUE TTL TV TX TXT UDP UEFI UI UID UK UN UNIX UP UPDATE UPS URI URL US USA USB USE UTC UTF UUID UX "
	"VACUUM VERY VIP VLAN VM VMS VOIP VPC VPN VPS WAF WAL WAN WARN WAS WAT WERE WEST WET WHAT WHEN WHERE WHY WIB "
	"WIFI WILL WITH WWW XML XMPP XSS XXX YAML YES YET ZFS ZIP ";

static bool is_known(const char *word, size_t len)
{
	char padded[16] = " ";
	memcpy(padded + 1, word, len);
	memcpy(padded + 1 + len, " ", 2);
	return strstr(known, padded);
}

static bool is_roman(const char *word, size_t len)
{
	return strspn(word, "IVX") >= len;
}

/* 2 to 6 capital letters, without the s of a plural; the start of a word such as QLB-related too. */
static size_t acronym_of(const struct phrase_word *word)
{
	enum { SHORTEST = 2, LONGEST = 6 };
	size_t len = 0;
	while (len < word->len && word->at[len] >= 'A' && word->at[len] <= 'Z')
		len++;
	bool plural = len + 1 == word->len && word->at[len] == 's';
	bool owner = len + 2 == word->len && text_starts(word->at + len, "'s");
	bool joined = len < word->len && word->at[len] == '-' && word->at[len + 1] >= 'a' && word->at[len + 1] <= 'z';
	bool whole = (len == word->len && word->at[len] != '&') || plural || owner || joined; /* AT&T */
	return whole && len >= SHORTEST && len <= LONGEST && !is_known(word->at, len) && !is_roman(word->at, len) ? len : 0;
}

static bool is_capitals(const struct phrase_words *words, size_t i)
{
	const struct phrase_word *word = &words->items[i];
	for (size_t n = 0; n < word->len; n++)
		if (word->at[n] < 'A' || word->at[n] > 'Z')
			return false;
	return true;
}

/* A line without a small letter is no sentence: initials of those who were there, codes, a warning. */
static bool is_code_line(const char *text, const struct phrase_word *word)
{
	enum { AROUND = 160 }; /* so that no text takes time squared */
	const char *start = word->at, *end = word->at;
	while (start > text && start[-1] != '\n' && word->at - start < AROUND)
		start--;
	while (*end && *end != '\n' && end - word->at < AROUND)
		end++;
	for (; start < end; start++)
		if (*start >= 'a' && *start <= 'z')
			return false;
	return true;
}

/* A heading or warning in capitals: three words of them in a row. */
static bool is_shouted(const struct phrase_words *words, size_t i)
{
	enum { ROW = 3 };
	size_t first = i, last = i;
	while (first > 0 && i - first < ROW && words->items[first].near && is_capitals(words, first - 1))
		first--;
	while (last + 1 < words->count && last - i < ROW && words->items[last + 1].near && is_capitals(words, last + 1))
		last++;
	return last - first >= ROW - 1;
}

/* ---- what is explained ------------------------------------------------------------------------------ */

/* "(QLB)", "QLB (quick …", "QLB: …", "QLB = …", "QLB stands for". */
static bool is_defined(const char *text, const char *word, size_t len)
{
	const char *end = text + strlen(text);
	for (const char *at = text; (at = memmem(at, (size_t)(end - at), word, len)); at++) {
		const char *after = at + len + (at[len] == 's');
		if (at > text && at[-1] == '(' && (*after == ')' || *after == ','))
			return true;
		after += strspn(after, "*_ ");
		if ((at == text || !((at[-1] >= 'A' && at[-1] <= 'Z') || (at[-1] >= 'a' && at[-1] <= 'z'))) &&
			(strchr("(:=", *after) || text_starts(after, "stands for") || text_starts(after, "is short for") ||
				text_starts(after, "means ")) && *after)
			return true;
	}
	return false;
}

static char capital(char c)
{
	return (char)(c >= 'a' && c <= 'z' ? c - 32 : c);
}

/* Written small elsewhere it is a word that was meant to be loud: "the PUZZLE", "a puzzle". */
static bool is_word(const struct phrase_word *found, const char *word, size_t len)
{
	enum { SHORTEST = 4 };
	return len >= SHORTEST && found->len == len && *found->at >= 'a' && strncasecmp(found->at, word, len) == 0;
}

/* Words in a row that begin with its letters; of two both must have capitals. */
static bool is_spelled_out(const struct phrase_words *words, const char *word, size_t len)
{
	for (size_t i = 0; i < words->count; i++)
		if (is_word(&words->items[i], word, len))
			return true;
	for (size_t i = 0; i + len <= words->count; i++) {
		size_t same = 0;
		while (same < len && (!same || words->items[i + same].near) && words->items[i + same].len > 1 &&
			(len > 2 ? capital(*words->items[i + same].at) : *words->items[i + same].at) == word[same])
			same++;
		if (same == len)
			return true;
	}
	return false;
}

/* All texts of an incident taken apart once, as many as there are: the prose of what people write in sentences,
 * otherwise the names that the team gave. */
static struct phrase_words *split_all(const struct check_input *input)
{
	struct phrase_words *all = mem_new(input->text_count + 1, sizeof *all);
	for (size_t i = 0; i < input->text_count; i++) {
		const struct check_text *text = &input->texts[i];
		bool main = check_text_is_main(text);
		if (main || text->kind != ENTITY_ATTACHMENT)
			phrase_split(&all[i], main ? text->prose : text->raw);
	}
	return all;
}

/* Of a service, a tag, a part, a person, a reference. */
static bool is_own(const struct phrase_words *words, const char *word, size_t len)
{
	for (size_t w = 0; w < words->count; w++)
		if (words->items[w].len >= len && strncasecmp(words->items[w].at, word, len) == 0 &&
			(words->items[w].len == len || words->items[w].at[len] == '-'))
			return true;
	return false;
}

static bool is_explained(const struct check_input *input, const struct phrase_words *all, const char *word, size_t len)
{
	for (size_t i = 0; i < input->text_count; i++) {
		const struct check_text *text = &input->texts[i];
		bool main = check_text_is_main(text);
		if (main ? is_defined(text->raw, word, len) || is_spelled_out(&all[i], word, len) : is_own(&all[i], word, len))
			return true;
	}
	return false;
}

/* ---- what is not ------------------------------------------------------------------------------------ */

struct seen {
	char **items;
	size_t count, cap;
};

static bool is_new(struct seen *seen, const char *word, size_t len)
{
	for (size_t i = 0; i < seen->count; i++)
		if (strlen(seen->items[i]) == len && memcmp(seen->items[i], word, len) == 0)
			return false;
	*vec_push(seen) = mem_copy_n(word, len);
	return true;
}

/* The acronyms that stand first in the text of this index. */
static void find_in(struct check_run *run, const struct check_input *input, const struct phrase_words *all, size_t index,
	struct seen *seen)
{
	enum { NAMED = 3, MOST = 100 };
	const struct check_text *text = &input->texts[index];
	const struct phrase_words *words = &all[index];
	struct buf what = { 0 };
	size_t count = 0;
	for (size_t i = 0; i < words->count && seen->count < MOST; i++) {
		const struct phrase_word *word = &words->items[i];
		size_t len = acronym_of(word);
		if (!len || is_shouted(words, i) || is_code_line(text->prose, word) || !is_new(seen, word->at, len) ||
			is_explained(input, all, word->at, len))
			continue;
		if (count++ < NAMED)
			buf_printf(&what, "%s%.*s", count > 1 ? ", " : "", (int)len, word->at);
	}
	if (count > NAMED)
		buf_printf(&what, " and %zu more", count - NAMED);
	if (count)
		check_text_found(run, text, buf_text(&what));
	buf_fini(&what);
}

static void find_acronyms(struct check_run *run, const struct check_input *input)
{
	struct seen seen = { 0 };
	struct phrase_words *all = split_all(input);
	for (size_t i = 0; i < input->text_count; i++)
		if (check_text_is_main(&input->texts[i]))
			find_in(run, input, all, i, &seen);
	for (size_t i = 0; i < input->text_count; i++)
		phrase_words_fini(&all[i]);
	for (size_t i = 0; i < seen.count; i++)
		free(seen.items[i]);
	free(seen.items);
	free(all);
}

static const struct check rows[] = {
	{ "acronym", CHECK_WARNING, "uses what is spelled out nowhere: {what}",
		"PagerDuty Postmortem Documentation: Effective Postmortems", "{edit}", "", find_acronyms,
		.why = "Readers of other teams, and of later years, do not know it." },
};

const struct check_set check_set_acronyms = { rows, LENGTH(rows) };
