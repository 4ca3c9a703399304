# Nothing that is withheld reaches a repository: no file, name, message, author or earlier commit.

bytes_of() { # everything a repository holds, and the names of its references and files
  git -C "$1" cat-file --batch-all-objects --batch
  git -C "$1" for-each-ref
  find "$1" -type f -exec cat {} +
  find "$1"
}
keeps() { # REPOSITORY MARK
  LINE="$LINE $1 $2"
  bytes_of "$1" >bytes
  if grep -qa -e "$2" bytes; then pass; else fail "$2 is not in $1"; fi
}
keeps_not() {
  LINE="$LINE $1 $2"
  bytes_of "$1" >bytes
  if grep -qa -i -e "$2" bytes; then fail "$2 leaked into $1: $(grep -a -i -o -e ".\{0,40\}$2.\{0,40\}" bytes | head -n 3)"; else pass; fi
}

# a mark in every text, telling for whom it is
ok inquest new title --ref "REF-mark-internal" --tags mark-internal --services mark-internal --started '2023-01-17 23:30'
for who in team internal public; do
  mark=mark-$who
  ok inquest log -k impact -t '2023-01-17 23:50' --audience $who "$mark-event" --author "$mark-author" \
    --link "https://$mark-link.example.com" --source "$mark-source"
  ok inquest action add "$mark-action" --audience $who -o "$mark-owner" --team "mark-internal-team" --link "$mark-tracker" -p P1
  ok inquest cause add -k root --audience $who "$mark-cause"
  ok inquest section set "own-$who" --heading "$mark-heading" --audience $who "$mark-section"
  ok inquest role add author "$mark-person <$mark-mail@example.com>" --audience $who
  ok inquest role add "$mark-part" "$mark-other" --audience $who
  ok inquest ref add "https://$mark-reference.example.com" --label "$mark-label" --title "$mark-reftitle" --audience $who
  printf '%s-bytes' "$mark" >"$mark-file.txt"
  ok inquest attach "$mark-file.txt" --audience $who
  ok inquest cause add -k why --parent 1 --audience $who "$mark-why"
done
# what belongs to something withheld goes with it
printf 'mark-team-through-event' >through.txt
ok inquest attach through.txt --event 1 --audience public --name mark-team-through-event.txt
# names and links of the public's entities are not the public's by that
ok inquest section set summary --audience internal 'mark-internal-summary'
ok inquest review request mark-internal-reviewer
ok inquest review comment 'mark-internal-comment'

for who in team internal public; do
  git init -q -b main "repository-$who"
done
ok inquest publish -r "$SCRATCH/repository-team" --audience team --force 'mark-never'
ok inquest publish -r "$SCRATCH/repository-internal" --force 'mark-never'

# the public reads who made a commit
GIT_COMMITTER_NAME=mark-internal-committer GIT_COMMITTER_EMAIL=mark-internal-committer@example.com
GIT_AUTHOR_NAME=mark-internal-git-author GIT_AUTHOR_EMAIL=mark-internal-git-author@example.com
ok inquest publish -r "$SCRATCH/repository-public" --audience public --force 'mark-never'
equal "$(git -C repository-public log -1 --format='%an <%ae>|%cn <%ce>')" \
  'mark-public-person <mark-public-mail@example.com>|mark-public-person <mark-public-mail@example.com>'

for part in event action cause section heading person reference label reftitle why; do
  for who in team internal public; do
    keeps repository-team "mark-$who-$part"
  done
  keeps repository-internal "mark-internal-$part"
  keeps repository-internal "mark-public-$part"
  keeps repository-public "mark-public-$part"
done
for part in event action cause section heading author owner link tracker person mail part other reference label reftitle \
  file bytes why through; do
  keeps_not repository-internal "mark-team-$part"
  keeps_not repository-public "mark-team-$part"
  keeps_not repository-public "mark-internal-$part"
done
keeps_not repository-public mark-team
keeps_not repository-public mark-internal
for who in team internal public; do
  keeps_not "repository-$who" mark-never
done

# the history keeps what was published: the public does not follow into a repository of fewer readers
fails 4 inquest publish -r "$SCRATCH/repository-internal" --audience public --force testing
complains 'was published here for internal readers'
complains 'a repository of its own'
fails 4 inquest publish -r "$SCRATCH/repository-team" --force testing
complains 'was published here for team readers'
# nor to another branch or path of it, nor to a clone
fails 4 inquest publish -r "$SCRATCH/repository-internal" -b other -p other.md --audience public --force testing
git clone -q repository-internal clone
fails 4 inquest publish -r "$SCRATCH/clone" --audience public --force testing
complains 'was published here for internal readers'
# the other way round there is nothing to keep secret: the same document gets more
ok inquest publish -r "$SCRATCH/repository-public" --audience internal --force testing
keeps repository-public mark-internal-event
fails 4 inquest publish -r "$SCRATCH/repository-public" --audience public --force testing

# a repository that says who reads it
git init -q -b main shared
ok inquest config publish.audience internal
fails 4 inquest publish -r "$SCRATCH/shared" --audience team --force testing
complains 'this is for team readers'
ok inquest publish -r "$SCRATCH/shared" --force testing
fails 3 inquest publish -r "$SCRATCH/shared" --audience public --force testing
complains 'choose another file with --path'
ok inquest publish -r "$SCRATCH/shared" --audience public -p public.md --force testing
ok cat shared/public.md
prints mark-public-event
prints_not mark-internal
ok inquest publish -r "$SCRATCH/shared" --force testing
prints 'incidents/2023/2023-01-17-title.md on main is already up to date'
ok inquest config publish.audience ''

# whose commits they are
git init -q -b main named
number=$(query "$INQUEST_DB" "SELECT number FROM role WHERE person LIKE 'mark-public-person%'")
ok inquest role set author 'Bo Lind <bo@example.com>'
ok inquest role edit "$number" --audience internal
ok inquest config publish.author 'Our Team <team@example.com>'
ok inquest publish -r "$SCRATCH/named" --audience public --force testing
equal "$(git -C named log -1 --format='%an <%ae>|%cn <%ce>')" 'Our Team <team@example.com>|Our Team <team@example.com>'
git init -q -b main unnamed
ok inquest config publish.author ''
fails 2 inquest publish -r "$SCRATCH/unnamed" --audience public --force testing
complains 'a commit that the public reads names who made it'
complains 'publish.author'
ok inquest config publish.author git
ok inquest publish -r "$SCRATCH/unnamed" --audience public --force testing
equal "$(git -C unnamed log -1 --format='%an|%cn')" 'mark-internal-git-author|mark-internal-committer'
fails 2 inquest config publish.author 'Our Team'
complains 'Name <name@example.com>'

# a publication that was cut short is remembered by its audience
git init -q -b main short
ok inquest publish -r "$SCRATCH/short" --force testing
sql "$INQUEST_DB" "DELETE FROM publication WHERE repository LIKE '%/short/';
  INSERT INTO local SELECT 'publishing:' || id, printf('%064d %064d internal incidents/2023/2023-01-17-title.md', 0, 0)
  FROM incident; SELECT 1" 1
fails 4 inquest publish -r "$SCRATCH/short" --audience public --force testing
complains 'was published here for internal readers'
