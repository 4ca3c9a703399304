/* The formats that are JSON: what tells them, which arrays are gone into, and the query that makes events of an element
 * (src/store/queries/intake.sql says where each is documented). */
#include "intake/format_rows.h"

static const struct json_sign alertmanager_signs[] = {
	{ 97, "alerts[].labels alerts[].startsAt groupKey" },
	{ 95, "alerts[].labels alerts[].startsAt" },
	{ 90, "labels.alertname startsAt endsAt" },
	{ 85, "labels startsAt generatorURL" },
	{ 0, NULL },
};
const struct log_format format_alertmanager = {
	.name = "alertmanager",
	.help = "Prometheus Alertmanager: webhooks, or alerts of its API; also Grafana's",
	.signs = alertmanager_signs,
	.query = QUERY_LOG_ALERTMANAGER,
};

static const struct json_sign pagerduty_signs[] = {
	{ 97, "event.event_type event.occurred_at event.data" },
	{ 95, "log_entries[].type log_entries[].created_at" },
	{ 90, "log_entry.type log_entry.created_at" },
	{ 85, "type created_at agent incident channel" },
	{ 0, NULL },
};
static const char *const pagerduty_arrays[] = { "log_entries", NULL };
const struct log_format format_pagerduty = {
	.name = "pagerduty",
	.help = "PagerDuty: v3 webhooks, or log entries of its API",
	.signs = pagerduty_signs,
	.query = QUERY_LOG_PAGERDUTY,
	.arrays = pagerduty_arrays,
};

static const struct json_sign statuspage_signs[] = {
	{ 97, "incidents[].incident_updates[].body" },
	{ 97, "scheduled_maintenances[].incident_updates[].body" },
	{ 95, "incident.incident_updates[].body" },
	{ 93, "incident_updates[].body" },
	{ 80, "incidents[].incident_updates" },
	{ 0, NULL },
};
static const char *const statuspage_arrays[] = { "incidents", "scheduled_maintenances", NULL };
const struct log_format format_statuspage = {
	.name = "statuspage",
	.help = "Statuspage: incidents.json of a page, or its webhooks",
	.signs = statuspage_signs,
	.query = QUERY_LOG_STATUSPAGE,
	.arrays = statuspage_arrays,
};

static const struct json_sign journald_signs[] = {
	{ 97, "__REALTIME_TIMESTAMP MESSAGE" },
	{ 96, "__REALTIME_TIMESTAMP __CURSOR" },
	{ 90, "_SOURCE_REALTIME_TIMESTAMP MESSAGE" },
	{ 0, NULL },
};
const struct log_format format_journald = {
	.name = "journald",
	.help = "systemd: journalctl -o json",
	.signs = journald_signs,
	.query = QUERY_LOG_JOURNALD,
};

static const struct json_sign github_signs[] = {
	{ 95, "repository.full_name sender.login" },
	{ 93, "workflow_runs[].head_sha workflow_runs[].run_number" },
	{ 90, "statuses_url task environment sha" },
	{ 90, "deployment_url state environment" },
	{ 90, "tag_name published_at html_url" },
	{ 90, "merged_at base.ref number html_url" },
	{ 90, "run_number head_sha workflow_id" },
	{ 88, "actor.login repo.name payload" },
	{ 0, NULL },
};
static const char *const github_arrays[] = { "workflow_runs", "deployments", NULL };
const struct log_format format_github = {
	.name = "github",
	.help = "GitHub: webhooks, or lists of its API (deployments, releases, runs, merges)",
	.signs = github_signs,
	.query = QUERY_LOG_GITHUB,
	.arrays = github_arrays,
};

static const struct json_sign gitlab_signs[] = {
	{ 95, "object_kind project.web_url" },
	{ 93, "deployable environment.name iid" },
	{ 92, "tag_name released_at" },
	{ 92, "push_data.ref action_name" },
	{ 85, "sha ref web_url status iid" },
	{ 80, "sha ref web_url status project_id" },
	{ 0, NULL },
};
const struct log_format format_gitlab = {
	.name = "gitlab",
	.help = "GitLab: webhooks (merges too), or lists of its API (deployments, releases, pipelines)",
	.signs = gitlab_signs,
	.query = QUERY_LOG_GITLAB,
};

static const struct json_sign slack_signs[] = {
	{ 95, "client_msg_id ts text" },
	{ 90, "ts text user type" },
	{ 90, "ts text thread_ts" },
	{ 90, "ts text subtype" },
	{ 85, "ts text bot_id" },
	{ 90, "messages[].ts messages[].text" },
	{ 80, "ts type user" },
	{ 0, NULL },
};
static const char *const slack_arrays[] = { "messages", NULL };
const struct log_format format_slack = {
	.name = "slack",
	.help = "Slack: the folder of an export, a channel or day in it, messages of its API",
	.signs = slack_signs,
	.query = QUERY_LOG_SLACK,
	.arrays = slack_arrays,
};

static const struct json_sign kubernetes_signs[] = {
	{ 96, "items[].involvedObject items[].reason" },
	{ 96, "items[].regarding items[].reason" },
	{ 94, "involvedObject reason metadata.uid" },
	{ 94, "regarding reason metadata.uid" },
	{ 0, NULL },
};
static const char *const kubernetes_arrays[] = { "items", NULL };
const struct log_format format_kubernetes = {
	.name = "kubernetes",
	.help = "Kubernetes: kubectl get events -o json",
	.signs = kubernetes_signs,
	.query = QUERY_LOG_KUBERNETES,
	.arrays = kubernetes_arrays,
};

static const struct json_sign timesketch_signs[] = {
	{ 96, "message datetime timestamp_desc" },
	{ 94, "message timestamp timestamp_desc" },
	{ 0, NULL },
};
const struct log_format format_timesketch = {
	.name = "timesketch",
	.help = "Timesketch: a timeline in JSON lines",
	.signs = timesketch_signs,
	.query = QUERY_LOG_TIMESKETCH,
};

static const struct json_sign jsonl_signs[] = {
	{ 50, "@timestamp" },
	{ 50, "timestamp" },
	{ 50, "time" },
	{ 50, "ts" },
	{ 50, "datetime" },
	{ 50, "at text" },
	{ 35, "*" },
	{ 0, NULL },
};
/* Around the records of AWS and the incidents of PagerDuty's API. No name that a line of a log may have for a list. */
static const char *const jsonl_arrays[] = { "Records", "incidents", NULL };
const struct log_format format_jsonl = {
	.name = "jsonl",
	.help = "JSON, an object a line or an array of them, of any program",
	.signs = jsonl_signs,
	.query = QUERY_LOG_JSONL,
	.arrays = jsonl_arrays,
};
