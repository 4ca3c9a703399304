# A real postmortem, entered again with commands alone: a site for a school's online lessons met all of its
# teachers at once. Facts are the original's, the words are ours.
. "$TESTS/support/seed.sh"

ok inquest new 'Logins fail and Zoom links are refused' --severity SEV2 --timezone America/New_York --started 2020-03-31 \
  --template narrative
ok inquest role add author 'Max Fan'
# the original names no clock time: the day is known, and the order
e 2020-03-31 detected team 'Mails and logs fill with errors: the whole faculty tries the site'
e 2020-03-31 change team 'Better logging'
e 2020-03-31 evidence team 'Accounts are compared by the names that Google gives, which people may change'
e 2020-03-31 change team 'Writes to the database are behind a file lock'
e 2020-03-31 change team 'Half an hour offline to mend accounts by hand'
e 2020-03-31 change team 'Zoom links are no longer looked up'

section story <<'END'
On this Tuesday the two of us who keep the backend learned from our inbox that every teacher had been asked to try the
site. All that our logs had were exceptions, so the first thing we did was to log more.

What we saw then: an account was taken to be somebody's if first and last name were those that Google's OAuth
service reported. Anybody can change both, and so could have passed for a colleague. Names with a title and dots in them,
"The Rev. …", did not get through at all. From then on we asked for e-mail addresses too. By that time two hours that
mattered were gone, and about a quarter of the faculty could work.

Meanwhile another error came and went: a [race condition](https://en.wikipedia.org/wiki/Race_condition), in
[SQLite](https://www.sqlite.org/index.html) or in [Dataset](https://dataset.readthedocs.io/en/latest/), when several people
wrote at once. A lock that lets one write at a time ended it.

How does one change a database that people are using? We took the site down for half an hour and did it by hand.

The last one was not ours:

```
ERROR:app:Exception on /update [POST]
ssl.SSLCertVerificationError: [SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: certificate has expired (_ssl.c:1108)
```

Zoom itself was down. We took the look-up out and go by the form of the link.
END
section takeaways <<'END'
- Log more than seems needed
- Test as if somebody wanted it to break
- Look at what the data is before trusting it
- Agree on when something is ready to be used
- Do not change a database by hand while it is in use
END

rendered
headings '1 Logins fail and Zoom links are refused
2 Takeaways and Lessons Learned
2 Timeline
3 Tue 31 Mar 2020'
# the by-line, then the story, before any other heading
equal "$(sed -n 2p outline)" 'text By Max Fan, 2020-03-31'
equal "$(awk '/^heading 2/ { exit } /^text/ { n++ } END { print n }' outline)" 7
equal "$(grep '^link' outline | cut -d ' ' -f 2)" 'https://en.wikipedia.org/wiki/Race_condition
https://www.sqlite.org/index.html
https://dataset.readthedocs.io/en/latest/'
equal "$(grep -c '^code ERROR:app:Exception on /update .POST.\\nssl.SSLCertVerificationError: ' outline)" 1
counts 'Takeaways and Lessons Learned' '^item 1 ' 5
counts 'Tue 31 Mar 2020' '^item 1 all day ' 6
published
