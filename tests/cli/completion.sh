# completion: the scripts are good in their shells, and offer what the command table has.

fails 2 inquest completion
complains 'bash, zsh and fish'
fails 2 inquest completion tcsh
complains tcsh
fails 2 inquest completion bash zsh
for shell in bash zsh fish; do
  ok inquest completion $shell
  cp "$STATE/out" "completion.$shell"
  prints 'action'
  not_there "$INQUEST_DB"
done

# what the shells offer for a line; a line that ends in a space asks for the next word
cat >ask.bash <<'END'
source completion.bash
complete -p inquest >/dev/null || exit 1
IFS=' ' read -ra COMP_WORDS <<<"$1"
[[ $1 == *' ' ]] && COMP_WORDS+=('')
COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
_inquest
printf '%s\n' "${COMPREPLY[@]}"
END
cat >ask.zsh <<'END'
compdef() { :; }
compadd() { shift; for word in "$@"; do [[ $word == $words_at* ]] && print -r -- $word; done; }
_files() { :; }
source ./completion.zsh
words=(${=1})
[[ $1 == *' ' ]] && words+=('')
CURRENT=$#words
words_at=$words[CURRENT]
_inquest
END
cat >ask.fish <<'END'
source completion.fish
complete -C $argv[1] | string replace -r '\t.*' ''
END

offers() { # LINE WORD…: exactly these, in any order
  line=$1
  shift
  printf '%s\n' "$@" | sort >want
  for shell in bash zsh fish; do
    command -v $shell >/dev/null || continue
    case $shell in
    zsh) try zsh -f ask.zsh "$line" ;;
    fish) try fish --no-config ask.fish "$line" ;;
    bash) try bash --norc --noprofile ask.bash "$line" ;;
    esac
    LINE="$LINE $shell '$line'"
    grep . "$STATE/out" | sort -u >got
    same got want
  done
}

for shell in bash zsh fish; do
  if command -v $shell >/dev/null; then
    ok $shell -n completion.$shell
  else
    skip "$shell (not installed)"
  fi
done

offers 'inquest acti' action
offers 'inquest re' ref redo redact render review
offers 'inquest action de' delete decline
offers 'inquest action ' add list show edit start 'done' reopen decline delete open
offers 'inquest action add --ty' --type
offers 'inquest action add --type p' prevent process
offers 'inquest action add -p P' P0 P1 P2 P3 P4
offers 'inquest log -k de' decision detected declared
offers 'inquest import --audience ' team internal public
offers 'inquest import --format sys' syslog
offers 'inquest log some text --kind es' escalation
offers 'inquest -i 3 log --aud' --audience
offers 'inquest --db x.db set --stat' --status
offers 'inquest completion ' bash zsh fish
offers 'inquest config slo.' slo.target slo.allowance
offers 'inquest set se' severity services
offers 'inquest help pub' publish
offers 'inquest render --audience ' team internal public
offers 'inquest publish -a p' public
offers 'inquest render --format ' md html text json
offers 'inquest run --kind ev' evidence
offers 'inquest check waive action-o' action-owner
offers 'inquest check explain wrong-a' wrong-action
# templates, as they are now
mkdir -p "$XDG_CONFIG_HOME/inquest/templates"
echo x >"$XDG_CONFIG_HOME/inquest/templates/my-own.md"
offers 'inquest render --template my-' my-own
offers 'inquest render -t my-' my-own
offers 'inquest new --template my-' my-own
offers 'inquest set template my-' my-own
offers 'inquest config template my-' my-own
offers 'inquest template sh' show
offers 'inquest template show my-' my-own
offers 'inquest template check my-' my-own
offers 'inquest template new x --from my-' my-own
rm "$XDG_CONFIG_HOME/inquest/templates/my-own.md"
offers 'inquest drafts ' list log drop
# flags of a row are offered, and those that all have
for flag in --branch --repository --path --message --audience --explain --force --dry-run --json --incident --db --no-input --help; do
  offers "inquest publish $flag" $flag
done
# every command and sub-command
inquest help | sed -n 's/^  \([a-z]*\)  .*/\1/p' | grep -v '^inquest' >commands
if [ "$(wc -l <commands)" -gt 25 ]; then pass; else fail 'the commands were not found in help'; fi
try bash --norc --noprofile ask.bash 'inquest '
sort "$STATE/out" >got
sort commands >want
same got want

# in a live zsh, at its prompt
if command -v zsh >/dev/null; then
  mkdir functions
  cp completion.zsh functions/_inquest
  cat >live.zsh <<'END'
zmodload zsh/zpty
zpty shell zsh -f -i
zpty -w shell "PS1='>'; fpath=($PWD/functions \$fpath); autoload -U compinit; compinit -u -D; bindkey '^I' complete-word; print re''ady"
wait_for() { repeat 500; do zpty -r -t shell more && all+=$more; [[ $all == *$1* ]] && return; sleep 0.01; done; print -r -- "no $1 in ${(q)all}"; exit 1; }
wait_for ready
zpty -w -n shell $'inquest action decl\t'
wait_for 'action decline'
END
  ok timeout 20 zsh -f live.zsh
fi
