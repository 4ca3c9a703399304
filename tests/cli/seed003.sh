# A real thread, entered again with commands alone: an unreleased feature wrote an empty field into another
# system's database. Facts, figures and who said what are the original's, the words are ours.
. "$TESTS/support/seed.sh"
caseflow=https://github.com/department-of-veterans-affairs/caseflow

ok inquest new 'Certification v2 interferes with Certification v1' --severity SEV2 --timezone America/New_York \
  --started '2017-06-07 10:03' --template thread --services caseflow
# years later: the clock time alone is one of that day
e 10:03 change ops 'Build 105 goes live'
complains '10:03 is read on Wed 7 Jun 2017'
e 10:22 detected Sentry 'A SOAP fault of BGS: a person is not found, by a call that v1 does not make'
e 10:42 change @amprokop 'A pull request for it is open'
e 11:03 evidence team 'BFSO becomes 3, which is nil: the type of the attorney representative is lost'
ok inquest log -t 11:22 -k mitigated -a team -l "$caseflow/pull/2264" 'The fix is merged'
e 12:00 decision @ToddStumpf 'The values before are nowhere, so the hourly copy of 09:46 is restored to the spare instance'
# a range is two events
e 13:00 note team 'The affected entries are compared and written back by SQL'
e 16:00 resolved team 'All 18 are as they were, looked at by five engineers before the commit'
ok inquest section set affected '18 rows of VACOLS: BFSO, the type of a veteran'\''s representative, was set to 3, nil.'
section solutions <<'END'
- The fix went to production.
- A VACOLS copy from three hours before was restored by hand.
- The entries were put back with SQL commands.
END
section key-issues <<'END'
- A feature leak: a path of Certification v2, not released, changed data in VACOLS.
- Luck, twice:
  - Without an unrelated fault of BGS nobody would have looked.
  - @ToddStumpf was there and may restore VACOLS; it took him an hour.
- The fix was simple, and waited more than 40 minutes for Travis: twice a build of 15 to 20 minutes.
- Nobody rolled back, as the extent was not known.
- The values before were in no log, and copies are kept for 3 days only.
- No part of the site can be switched off alone: Reader and Dispatch would have gone too.
END
a() { # PRIORITY OWNER LINK TITLE
  ok inquest action add --team caseflow-certification -t prevent -p "$1" -o "$2" --link "$3" "$4"
}
a P1 @amprokop caseflow#2266 'Agree on what unit tests a change needs'
a P1 @amprokop caseflow#2267 'Agree on how a new service is connected'
a P1 @mdbenjam "$caseflow/issues/2293" 'A build that is quick and can be relied on'
a P0 @askldjd "$caseflow/issues/2265" 'Switch off one application alone'
a P0 @askldjd https://github.com/department-of-veterans-affairs/appeals-deployment/issues/595 'Roll back fast'
a P2 @NickHeiner caseflow#2294 'A playbook: take out of service, roll back, or both'
section discussion <<'END'
**@kierachell** tested part of it before the release: the part that would have been silent in both versions was
to follow afterwards.

**@amprokop** and others did not agree on what would have caught it:

> Adding gates does not help. One of the three we have must see it: review, unit test, integration test.

1. A test that hidden code does not run, for every feature flag
2. A warning when it does run in production
3. A history of what is changed in VACOLS, on our side

How long copies should be kept, as one comment has it:

| copy | kept |
| --- | --- |
| hourly | 3 days |
| daily | 14 days |
| weekly | 60 days |
| monthly | 180 days |

**@nicholasholtz** asked whether nil can be meant; **@amprokop**: no, there is a value `L` for "no representative".
END
# who said what: as comments of the review, each by its person
says() { # PERSON TEXT [FLAGS]
  person=$1 text=$2
  shift 2
  ok env INQUEST_AUTHOR="$person" inquest review comment "$text" "$@"
}
says @askldjd 'The roll-back was an option ten minutes after the release; the build made it the slower one.' -s key-issues
says @amprokop 'Actions as I see them:

1. Values before and after go to the log
2. A line in the checklist for reviews
3. Eyes on the logs while v1 is tested'
says @NickHeiner 'The playbook is mine; it may take a while.'
says @nicholasholtz "Tests cannot bring the risk to zero: two reviewers for what writes to a system of others? See [the checklist]($caseflow/blob/master/docs/nick-cr-how-to.pdf)."

rendered
headings '1 Certification v2 interferes with Certification v1 (incident INC-1)
2 Events
3 Wed 7 Jun 2017
2 Affected Parties
2 Solutions
2 Key Issues
2 Action Items
3 caseflow-certification
2 Discussion'
equal "$(part 'Wed 7 Jun 2017' | sed -n 's/^item 1 \([0-9:]*\) .*/\1/p' | tr '\n' ' ')" '10:03 10:22 10:42 11:03 11:22 12:00 13:00 16:00 '
counts 'Wed 7 Jun 2017' "^link $caseflow/pull/2264 " 1
counts 'Wed 7 Jun 2017' '^item 1 10:42 change @amprokop: A pull request' 1
counts 'Affected Parties' '^text 18 rows' 1
counts Solutions '^item 1 ' 3
counts 'Key Issues' '^item 1 ' 6
counts 'Key Issues' '^item 2 ' 2
counts 'Action Items' '^row .*|prevent|P[012]|@' 6
counts 'Action Items' '^link https://github.com/department-of-veterans-affairs/' 3
counts Discussion '^quote' 1
counts Discussion '^item 1 ' 7
for person in @askldjd @amprokop @NickHeiner @nicholasholtz; do
  counts Discussion "^item 1 $person, 2026-01-12 [0-9:]* EST" 1
done
counts Discussion '^item 2 ' 3
counts Discussion "^link $caseflow/blob/master/docs/nick-cr-how-to.pdf the checklist" 1
counts Discussion '^row ' 4
counts Discussion '^text @' 3
published
