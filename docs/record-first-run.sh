#!/usr/bin/env bash
# Makes docs/first-run.md: what a terminal of 100 columns shows of the README's commands. Takes as long as they do; needs `script` (util-linux).
set -euo pipefail
cd "$(dirname "$0")/.."
dotnet build src/FineTune.Cli -c Release -v q >&2
raw=$(mktemp)
trap 'rm -f "$raw"' EXIT

record() {
  local command="dotnet src/FineTune.Cli/bin/Release/net10.0/FineTune.Cli.dll $1"
  script -qec "stty cols 100 rows 40; $command" /dev/null </dev/null >"$raw"
  echo '```'
  echo "\$ finetune $1"
  # Of a line that was drawn again and again stays what was drawn last; colours and the terminal's modes go.
  tr -d '\r' <"$raw" | sed -e 's/\x1b\[?1h\x1b=//g' -e 's/\x1b\[[0-9]*m//g' -e 's/.*\x1b\[K//'
  echo '```'
}

rm -rf out/intents
{
  echo '# The first run'
  echo
  echo 'What a terminal shows, recorded by `docs/record-first-run.sh`. The times are those of a machine with two slow cores.'
  echo
  echo 'What will it do, and how long will it take?'
  echo
  record 'plan samples/intents.json'
  echo
  echo 'Teach it:'
  echo
  record 'train samples/intents.json'
  echo
  echo 'While it trained, the last line was a bar:'
  echo
  echo '```'
  grep -ao $'\e\[K 50% \[[^\r]*' "$raw" | head -n 1 | sed -e 's/\x1b\[K//'
  echo '```'
  echo
  echo 'Ask it:'
  echo
  record 'predict --model_name_or_path out/intents --text "play some jazz" --top_k 3'
} >docs/first-run.md.new
mv docs/first-run.md.new docs/first-run.md
