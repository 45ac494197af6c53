#!/usr/bin/env bash
# Publishes the programs of this sample with NativeAOT, fails on any warning, and prints what README.md says of them.
#   samples/Edge/measure.sh WORK [NODE_MODULES [VEC0]]
# WORK: a folder for programs and data. NODE_MODULES: where npm installed @zvec/zvec. VEC0: sqlite-vec's vec0.so.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
work=$1 modules=${2:-} vec=${3:-}
data=$here/../Quickstart/Data
mkdir -p "$work"

publish() { # NAME PROJECT
  echo "== publish $1"
  dotnet publish "$here/$2" -c Release -r linux-x64 -o "$work/$1" > "$work/$1.log" || { cat "$work/$1.log"; exit 1; }
  if grep -i warning "$work/$1.log"; then exit 1; fi
  (cd "$work/$1" && ls -l | awk '!/\.(dbg|pdb|xml)$/ && NF > 8 { print $5, $9 }')
}

startup() { # the median of 21 runs of a whole process that finds one word, in milliseconds
  for _ in $(seq 21); do
    local start; start=$(date +%s%N)
    "$@" > "$work/found.txt"
    echo $(( ($(date +%s%N) - start) / 1000 ))
  done | sort -n | awk 'NR == 11 { printf "start-up with one search: %.1f ms\n", $1 / 1000 }'
}

run() { # NAME STORAGE SEARCHES WORD PROGRAM...
  local name=$1 storage=$2 searches=$3 word=$4; shift 4
  echo "== $name $storage"
  rm -rf "$work/words-$name-$storage"
  "$@" build "$work/words-$name-$storage" "$data" "$storage"
  "$@" measure "$work/words-$name-$storage" "$data" "$searches" > "$work/hits-$name-$storage.txt"
  startup "$@" find "$work/words-$name-$storage" "$word"
}

publish zvec Edge.csproj
publish connector Peers/Connector/EdgeConnector.csproj
publish sqlite Peers/Sqlite/EdgeSqlite.csproj
for storage in fp32 fp16 int8; do
  run zvec $storage 2000 ship "$work/zvec/Edge"
done
run connector fp32 2000 ship "$work/connector/EdgeConnector"
if [ -n "$vec" ]; then
  SQLITE_VEC=$vec run sqlite fp32 2000 ship "$work/sqlite/EdgeSqlite"
fi
if [ -n "$modules" ]; then
  run node fp32 2000 500 node "$here/Peers/zvec.mjs" "$modules"
fi
