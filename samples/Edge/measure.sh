#!/usr/bin/env bash
# Publishes the programs of this sample with NativeAOT, fails on any warning, lets them build their folders and measures them in turns.
# What README.md's table says goes to standard output at the end: medians of all rounds, with the least and the greatest in brackets.
#   samples/Edge/measure.sh WORK [NODE_MODULES [VEC0]] > table.md
# WORK: a folder for programs and data. NODE_MODULES: where npm installed @zvec/zvec. VEC0: sqlite-vec's vec0.so.
# ROUNDS=5 and SEARCHES=2000 in the environment are how often and how much.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
work=$1 modules=${2:-} vec=${3:-}
rounds=${ROUNDS:-5} searches=${SEARCHES:-2000}
data=$here/../Quickstart/Data
values=$work/values.tsv
mkdir -p "$work"
: > "$values"

say() { echo "== $*" >&2; }
note() { printf '%s\t%s\t%s\n' "$1" "$2" "$3" >> "$values"; } # ROW COLUMN VALUE
bytes() { find -L "$@" -type f -printf '%s\n' | awk '{ sum += $1 } END { printf "%.1f\n", sum / 1e6 }'; }

publish() { # NAME PROJECT OPTION...
  say "publish $1"
  rm -rf "${work:?}/$1"
  dotnet publish "$here/$2" -c Release -r linux-x64 -o "$work/$1" "${@:3}" > "$work/$1.log" || { cat "$work/$1.log" >&2; exit 1; }
  if grep -i warning "$work/$1.log" >&2; then exit 1; fi
  find "$work/$1" -name '*.dbg' -delete -o -name '*.pdb' -delete -o -name '*.xml' -delete
}

# What runs each row: the program, the storage that its folder is built with, and the word it looks for.
rows=()
run() { # ROW COMMAND ARGUMENT...
  case $1 in
    zvec-any-*) "$work/zvec-any/Edge" "${@:2}" ;;
    zvec-*) "$work/zvec/Edge" "${@:2}" ;;
    connector-*) "$work/connector/EdgeConnector" "${@:2}" ;;
    sqlite-*) SQLITE_VEC=$vec "$work/sqlite/EdgeSqlite" "${@:2}" ;;
    node-*) node "$here/Peers/zvec.mjs" "$modules" "${@:2}" ;;
  esac
}
folder() { echo "$work/words-${1/zvec-any/zvec}"; } # both programs of Zvec search the same folders
word() { if [[ $1 == node-* ]]; then echo 500; else echo ship; fi; } # the program for Node takes the number of a word

add() { # ROW MEGABYTES: builds its folder
  rows+=("$1")
  note "$1" program "$2"
  if [[ $1 != zvec-any-* ]]; then
    say "build $1"
    rm -rf "$(folder "$1")"
    run "$1" build "$(folder "$1")" "$data" "${1##*-}" >&2
  fi
  note "$1" disk "$(bytes "$(folder "$1")")"
}

measure() { # ROW
  local log=$work/measured.txt
  run "$1" measure "$(folder "$1")" "$data" "$searches" > "$work/hits-$1.txt" 2> "$log"
  note "$1" opened "$(awk '/^Opened:/ { print $2 }' "$log")"
  note "$1" resident "$(awk '/searches:/ { print $3 }' "$log")"
  note "$1" anonymous "$(awk '/searches:/ { print $6 }' "$log")"
  note "$1" search "$(awk '/searches:/ { print $(NF - 1) / 1000 }' "$log")"
  local start i
  for i in 1 2 3 4 5; do
    start=$(date +%s%N)
    run "$1" find "$(folder "$1")" "$(word "$1")" > "$work/found.txt"
    note "$1" start "$((($(date +%s%N) - start) / 1000))e-3"
  done
}

start() { # ROW COLUMN ARGUMENT...: the processor's time for one of 20 processes
  local TIMEFORMAT='%U %S' i
  { time for i in {1..20}; do run "$1" "${@:3}" > "$work/found.txt" 2>&1 || true; done; } 2> "$work/times.txt"
  note "$1" "$2" "$(awk '{ print ($1 + $2) * 1000 / 20 }' "$work/times.txt")"
}

recall() { # ROW: which part of the hits of SQLite, which compares all vectors, it has found too
  awk '
    NR == FNR { for (i = 2; i <= NF; i++) exact[$1, $i]; next }
    { for (i = 2; i <= NF; i++) { all++; found += ($1, $i) in exact } }
    END { printf "%.1f\n", 100 * found / all }' "$work/hits-sqlite-fp32.txt" "$work/hits-$1.txt"
}

cell() { # ROW COLUMN FORMAT: the median, and how far the values lie apart
  awk -F'\t' -v row="$1" -v column="$2" '$1 == row && $2 == column { print $3 }' "$values" | sort -g | awk -v format="$3" '
    { value[NR] = $1 }
    END {
      if (!NR) { printf "-"; exit }
      middle = NR % 2 ? value[(NR + 1) / 2] : (value[NR / 2] + value[NR / 2 + 1]) / 2
      text = sprintf(format, middle); least = sprintf(format, value[1]); most = sprintf(format, value[NR])
      printf least == most ? "%s" : "%s (%s-%s)", text, least, most
    }'
}

publish zvec Edge.csproj
publish zvec-any Edge.csproj -p:IlcInstructionSet=
publish connector Peers/Connector/EdgeConnector.csproj
for storage in fp32 fp16 int8; do
  add "zvec-$storage" "$(bytes "$work/zvec")"
done
for storage in fp32 fp16 int8; do
  add "zvec-any-$storage" "$(bytes "$work/zvec-any")"
done
add connector-fp32 "$(bytes "$work/connector")"
if [ -n "$vec" ]; then
  publish sqlite Peers/Sqlite/EdgeSqlite.csproj
  add sqlite-fp32 "$(bytes "$work/sqlite" "$vec")"
fi
if [ -n "$modules" ]; then
  add node-fp32 "$(bytes "$modules/@zvec" "$(command -v node)")"
fi

for round in $(seq "$rounds"); do
  say "round $round of $rounds"
  for row in "${rows[@]}"; do
    measure "$row"
  done
  for row in zvec-fp32 zvec-fp16 zvec-int8; do
    start "$row" nothing
    EDGE_VERIFY=false start "$row" unverified find "$(folder "$row")" ship
    start "$row" verified find "$(folder "$row")" ship
  done
done

declare -A names=([zvec]='**Zvec**, NativeAOT' [zvec-any]='Zvec, NativeAOT for any x64' [connector]='Zvec connector, NativeAOT'
  [sqlite]='SQLite with sqlite-vec, NativeAOT' [node]='zvec in Node')
echo '| | program, MB | on disk, MB | found, % | start to end, ms | opened, MB | after searches, MB | of which anonymous, MB | search, ms |'
echo '|---|---|---|---|---|---|---|---|---|'
for row in "${rows[@]}"; do
  found=-
  if [ -n "$vec" ]; then found=$(recall "$row"); fi
  echo "| ${names[${row%-*}]}, ${row##*-} | $(cell "$row" program %.1f) | $(cell "$row" disk %.1f) | $found | $(cell "$row" start %.0f)" \
    "| $(cell "$row" opened %.0f) | $(cell "$row" resident %.0f) | $(cell "$row" anonymous %.1f) | $(cell "$row" search %.2f) |"
done

echo
echo '| processor time of a start, ms | the program alone | opening without checksums, one search | with checksums |'
echo '|---|---|---|---|'
for row in zvec-fp32 zvec-fp16 zvec-int8; do
  echo "| ${row##*-} | $(cell "$row" nothing %.1f) | $(cell "$row" unverified %.1f) | $(cell "$row" verified %.1f) |"
done
