# A real report, entered again with commands alone: files could not be opened, because the storage they were in
# had been taken out of the code. Facts, times and subjects are the original's, the words are ours.
. "$TESTS/support/seed.sh"
quickbyte=https://github.com/habbes/quickbyte

ok inquest new 'Files in a disabled S3 provider cannot be opened' --severity SEV3 --timezone Africa/Nairobi \
  --started '2024-03-14 09:51' --template report --services quickbyte
ok inquest role add author 'Clément'
# the alert may have come up to five minutes after the first error
e '~9:51' impact bot 'Opening a file of one project fails with 500'
cat >alert.md <<'END'
The admin alert: server errors in the last 5 minutes

Subject: **Quickbyte - Quickbyte Admin Alert: Server errors occurred in the last 5 minutes.**

> **Code: appError**
>
> ```
> Error: Unknown storage provider 's3'
>    at createAppError (file:///app/server/dist/core/error.js:31:12)
> ```
END
ok inquest log -t 9:56 -k detected -a 'admin alert' - <alert.md
cat >first.md <<'END'
To the owner of the account. Subject: **Detected file access failures in your project**

> Files of yours could not be opened during the last five minutes. We are working on it and will write again.
END
ok inquest log -t 10:00 -k comms --audience public -a Clément - <first.md
ok inquest log -t 10:15 -k change -a Clément -l "$quickbyte/pull/271" 'The patch is merged: `s3` is registered again'
ok inquest log -t 10:19 -k change -a Clément -l "$quickbyte/pull/272" 'It is in production'
e 10:19 mitigated Clément 'Files open again'
e 10:21 evidence bot 'The sixth and last alert'
cat >second.md <<'END'
To the owner of the account. Subject: **File access issue resolved**

> Your files can be opened again. Write to us if not; a report of what went wrong will follow.
END
ok inquest log -t 10:24 -k comms --audience public -a Clément - <second.md
e 10:24 resolved Clément 'No more errors in the logs for five minutes'
ok inquest log -t 10:37 -k comms --audience public -a Clément 'The same to the two others who work on the project'

ok inquest section set summary 'Some files that a customer had uploaded could not be opened. They had been stored by S3, and the program no longer knew that provider.'
section detection <<'END'
The background job for alerts wrote to the administrator. The message names a provider that is not registered. The server's
log has the same: requests to `/api/projects/{projectId}/media/{mediaId}` ended with status 500.

A query gave two files, versions of one medium, with `provider` set to `s3`; from there it was one step to the project, the
account and its owner.
END
section mitigation <<'END'
The handler was still in the code, so that registering it again was enough. Five minutes of server log afterwards had no
further error.
END
section root-causes <<END
Downloads were [slow]($quickbyte/issues/239), so S3 was to stand beside Azure:

- $quickbyte/pull/247
- $quickbyte/pull/256

Terraform had no convenient way to make buckets in several regions, and the work was put off with a test bucket in the code. Other
features were in the same requests, so that they were merged, S3 "disabled". One of them made it the client's first choice in
production all the same, and an account uploaded to it. The [second one]($quickbyte/pull/256) then took the registration out.

**Files in the database named a provider that the program did not have.**
END
ok inquest cause add -k root 'What can be stored and what can be read are set in two places, and nothing compares them'
ok inquest cause add -k trigger 'The release without the registration'
ok inquest section set next-steps 'The bucket is one for tests; what is in it has to move.'
ok inquest ref add "$quickbyte/issues/320" --label 'issue 320'
ok inquest action add 'Move the files to a bucket meant for production' -t repair -p P1 -o Clément -l 'issue 320'
ok inquest action add 'Send this report to customers and the public' -t other -p P2 -o Clément
ok inquest section set communication 'All by hand from a mail program; the two other people on the project should have had the first one too.'

ok inquest show --json
json '$.metrics."time to mitigate".ms' $((28 * 60000))
json '$.metrics."time to detect".ms' $((5 * 60000))

rendered
headings '1 2024-03-14 Incident report: Files in a disabled S3 provider cannot be opened
2 Detection
2 Mitigation
2 Root Cause
2 Next Steps
2 Messages to Customers
2 Timeline
3 Thu 14 Mar 2024
2 Supporting information'
# the alert, as it came: subject, quoted message, code
counts Detection '^item 1 2024-03-14 09:56 EAT admin alert, 5 min after the impact began: The admin alert' 1
counts Detection '^quote' 1
counts Detection '^code Error: Unknown storage provider' 1
counts Mitigation "^link $quickbyte/pull/27[12] " 2
holds_line Mitigation 'text Time from detection to mitigation: 23 min'
counts Mitigation '^row Mitigated|2024-03-14 10:19 EAT|28 min' 1
counts 'Root Cause' "^link $quickbyte/" 4
counts 'Root Cause' '^item 1 ' 4
counts 'Next Steps' '^row ' 2
holds_line 'Next Steps' 'link #ref-issue-320 issue 320'
# three messages with their times, two with what they said
equal "$(part 'Messages to Customers' | sed -n 's/^item 1 \([0-9:]*\) .*/\1/p' | tr '\n' ' ')" '10:00 10:24 10:37 '
counts 'Messages to Customers' '^quote' 2
counts 'Messages to Customers' 'Subject: ' 2
counts 'Thu 14 Mar 2024' '^item 1 ' 10
counts 'Supporting information' "^link $quickbyte/issues/320 " 1
published
