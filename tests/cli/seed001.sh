# A real report, entered again with commands alone: a URL shortener answered 500 for 23 minutes, because a
# release read a file with the function for texts. Facts and figures are the original's, the words are ours;
# it names no clock times, so those are made up around the 23 minutes.
. "$TESTS/support/seed.sh"
assets=https://github.com/djtoler/dp3-1/blob/main/assets

ok inquest config slo.allowance 15min/year
ok inquest new 'URL shortener answers 500' --severity SEV1 --timezone UTC --started '2023-09-22 20:30' --template five-whys \
  --services url-shortener
ok inquest role add author 'DevOps team'
e 20:30 impact site 'Version 2 is live, and every page is an internal server error'
e 20:32 detected ops 'The site is seen to be down'
e 20:38 evidence ops 'Step 1: the logs of Beanstalk, filtered for errors, speak of JSON'
e 20:44 note ops 'Step 2: `json.loads()` looked up in `application.py`, where nothing stands out'
e 20:49 evidence ops 'Step 3: `git log -p` shows that version 1 had `json.load()`'
e 20:53 mitigated ops '`json.load()` is back; a shortened URL works'
e 20:55 resolved ops 'The fix is released'

section background <<'END'
Users were promised at most 15 minutes of downtime a year. That was used up in one day.

The goal: no downtime where it can be prevented, and much less of it where it cannot.
END
section summary <<END
Version 2 called the wrong one of two functions with similar names. It takes a text, and was given a file, so
that the application ended with an error at each request.

> \`\`\`
> json.loads(urls_file)   # takes a text
> json.load(urls_file)    # takes a file
> \`\`\`

| as released | as it has to be |
| --- | --- |
| ![the call in version 2]($assets/loads.PNG) | ![the call in version 1]($assets/load.PNG) |
END
section impact <<END
Nobody could shorten or follow a URL for 23 minutes.

![the error page]($assets/500error.PNG)
END
section recovery <<END
**Step 1**: look at the logs.

> \`\`\`
> eb logs | grep -i -C 10 "error" > error_hunt.txt
> \`\`\`

The context lines overlapped, so that the same lines came several times. What we wanted:

- the logs of the application
- lines with errors, and 3 lines around each
- a number on each line, to keep the order
- every line once
- compared without its number
- in the old order again
- in a file

> \`\`\`
> eb logs | grep -C 3 'error' | nl -w3 -s':' | sort -u -k2,2 | sort -n -k1,1 > error_hunt_filtered.txt
> \`\`\`

**Step 2**: find the function in the code.

![the search in the repository]($assets/Screenshot%202023-09-23%20at%2012.40.17%20AM.png)

**Step 3**: compare with the version that worked.

\`\`\`
git log -p
\`\`\`

| version 2 | version 1 |
| --- | --- |
| ![loads]($assets/loads.PNG) | ![load]($assets/load.PNG) |

![a shortened URL works again]($assets/dp3-1.PNG)
END
ok inquest section set resolution 'The call in `application.py` is the right one again, and released.'
section five-whys <<END
1. Look for quick countermeasures, lasting ones and the root cause.
2. Take the incident apart, step by step:

   ![the steps of the incident]($assets/5.drawio.png)
3. Choose the problem to solve.
4. Ask why, five times.
5. Name the root cause.

![the whys as a diagram]($assets/6.drawio.png)
END
ok inquest cause add -k trigger 'Version 2 was merged and went live'
ok inquest cause add -k root 'Nothing between a commit and the users runs the code'
ok inquest cause add -k why -u 2 'The pipeline deploys what is on the main branch as it is'
ok inquest cause add -k why -u 3 'There were no tests that it could run'
ok inquest cause add -k why -u 4 'Nobody had asked for tests when the pipeline was set up'
ok inquest cause add -k why -u 5 'It was meant for a trial, and then kept'
ok inquest cause add -k why -u 6 'No step says when a trial is over'
ok inquest section set countermeasures 'Two keep such an error from going live, one makes it short, one makes it easier to understand.'
ok inquest action add 'Unit tests are part of each change' -t prevent -p P1 -o devops
ok inquest action add 'A staging environment before production' -t prevent -p P1 -o devops
ok inquest action add 'Roll back to the last version that worked, by a Jenkins job' -t mitigate -p P1 -o devops
ok inquest action add 'Datadog notices that the server is down and has the filtered logs sent' -t detect -p P2 -o devops
section new-process <<END
![the new process]($assets/7.drawio.png)

- A mistake in the code is found by its unit test.
- One that gets past it is found in staging.
- One that goes live is rolled back by itself.
- After a rollback the logs arrive by themselves, filtered.
END
printf '\211PNG\r\n\032\n' >5.drawio.png
ok inquest attach 5.drawio.png

# the metrics say what the original does
ok inquest show --json
json '$.metrics.downtime.ms' $((23 * 60000))
json '$.metrics.budget_used_percent' 153

rendered
headings '1 URL shortener answers 500 (incident INC-1)
2 Background and Goal
2 What Happened
2 Impact
2 Steps Taken
3 Fri 22 Sep 2023
2 Resolution
2 Problem Solving
3 Trigger
3 Root cause
2 Countermeasures
3 Mitigate: make the next one hurt less
3 Prevent: make it not happen again
3 Detect: notice it sooner
2 New Process
2 Attachments'
counts 'Background and Goal' '^text ' 2
# what was wrong: quoted code, and the two screenshots side by side
equal "$(part 'What Happened' | sed 's/ .*//' | tr '\n' ' ')" 'text quote code end header row image image '
counts 'What Happened' "^image $assets/load" 2
holds_line Impact "image $assets/500error.PNG"
holds_line Impact 'row downtime|23 min'
holds_line Impact 'row error budget used|153 % of 15min/year'
# three steps: three commands, two of them quoted, seven points, two screenshots and a table of two
counts 'Steps Taken' '^code ' 3
counts 'Steps Taken' '^quote' 2
counts 'Steps Taken' '^image ' 4
counts 'Steps Taken' '^row ' 1
equal "$(part 'Steps Taken' | grep -c '^item 1 [a-z]')" 7
holds_line 'Steps Taken' 'code eb logs | grep -C 3 '\''error'\'' | nl -w3 -s'\'':'\'' | sort -u -k2,2 | sort -n -k1,1 > error_hunt_filtered.txt\n'
counts 'Fri 22 Sep 2023' '^item 1 20:' 7
counts Resolution '^text ' 1
# five steps, two diagrams, and five whys below each other
counts 'Problem Solving' '^image ' 2
for depth in 2 3 4 5 6; do
  counts 'Root cause' "^item $depth Why? " 1
done
counts Countermeasures '^row .*|P[12]|devops|open|' 4
counts 'Prevent: make it not happen again' '^row ' 2
counts 'New Process' '^image ' 1
counts 'New Process' '^item 1 ' 4
counts Attachments '^item 1 5.drawio.png (image/png)' 1

# published, the picture stands beside the document and is shown in it
git init -q -b main repository
ok inquest publish -r repository --force 'As it was at the time'
document=$(git -C repository ls-files 'incidents/2023/*.md')
outline "repository/$document" >outline
picture=$(part Attachments | sed -n 's/^image //p')
same "repository/$(dirname "$document")/$picture" 5.drawio.png
equal "$(part 'New Process' | grep -c '^item 1 ')" 4
