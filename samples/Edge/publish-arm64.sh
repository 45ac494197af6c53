#!/usr/bin/env bash
# Publishes the sample for linux-arm64 on an x64 machine with NativeAOT, runs it in QEMU's user mode, and compares what it finds with what
# the x64 program finds in the same folder: in one of all words that the x64 program made, and in one of few that the arm64 program made.
#   samples/Edge/publish-arm64.sh WORK [SEARCHES]
# WORK: a folder for programs and data. Wants apt-get install gcc zlib1g-dev gcc-aarch64-linux-gnu libc6-dev-arm64-cross qemu-user-static.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
work=$1 searches=${2:-100}
data=$here/../Quickstart/Data
mkdir -p "$work"

publish() { # RUNTIME OPTION...
  echo "== publish $1"
  dotnet publish "$here/Edge.csproj" -c Release -r "$1" -o "$work/$1" "${@:2}" > "$work/$1.log" || { cat "$work/$1.log"; exit 1; }
  if grep -i warning "$work/$1.log"; then exit 1; fi
}

x64() { "$work/linux-x64/Edge" "$@"; }
arm64() { qemu-aarch64-static -L /usr/aarch64-linux-gnu "$work/linux-arm64/Edge" "$@"; }

same() { # FOLDER DATA: the searches of both programs
  for program in x64 arm64; do
    "$program" measure "$1" "$2" "$searches" > "$1-$program.txt" 2> "$1-$program.log"
  done
  if ! cmp "$1-x64.txt" "$1-arm64.txt"; then
    echo "The programs differ."
    exit 1
  fi
  echo "$(wc -l < "$1-x64.txt") searches: the same hits of both"
}

publish linux-x64
publish linux-arm64 "-p:CppCompilerAndLinker=$here/aarch64-gcc.sh" -p:ObjCopyName=aarch64-linux-gnu-objcopy
ls -l "$work/linux-arm64/Edge" | awk '{ printf "%.1f MB\n", $5 / 1e6 }'

few=$work/few
mkdir -p "$few"
gzip -dc "$data/glove.words.gz" | awk 'NR <= 5000' | gzip > "$few/glove.words.gz"
gzip -dc "$data/glove.vectors.gz" | { head -c $((5000 * 102)); cat > /dev/null; } | gzip > "$few/glove.vectors.gz"
for storage in fp32 fp16 int8; do
  echo "== $storage"
  rm -rf "$work/words-x64-$storage" "$work/words-arm64-$storage"
  x64 build "$work/words-x64-$storage" "$data" "$storage"
  same "$work/words-x64-$storage" "$data"
  arm64 build "$work/words-arm64-$storage" "$few" "$storage"
  same "$work/words-arm64-$storage" "$few"
done
