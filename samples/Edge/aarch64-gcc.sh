#!/usr/bin/env bash
# Debian's cross compiler as NativeAOT calls a linker: without --target, which clang has and gcc does not.
arguments=()
for argument in "$@"; do
  [[ $argument == --target=* ]] || arguments+=("$argument")
done
exec aarch64-linux-gnu-gcc "${arguments[@]}"
