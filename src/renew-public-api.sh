#!/usr/bin/env bash
# Writes PublicAPI.Unshipped.txt of every library anew, as the sources are now: run it after adding, changing or removing public members.
# What changed is then seen with 'git diff src/*/PublicAPI.Unshipped.txt'.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
export DOTNET_CLI_UI_LANGUAGE=en DOTNET_NOLOGO=1 LC_ALL=C

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

# in this order, because each refers to those before it
for library in Zvec.Engine Zvec.VectorData Zvec.SemanticKernel Zvec.Server; do
    list=$library/PublicAPI.Unshipped.txt
    log=$scratch/build.log
    cp "$list" "$scratch/before"
    # An empty list makes the compiler name every public member. Nothing else remembers members that are gone.
    echo '#nullable enable' > "$list"
    if ! dotnet build "$library" -c Release -v q -p:TreatWarningsAsErrors=false -p:BuildProjectReferences=false > "$log"; then
        cp "$scratch/before" "$list"
        cat "$log" >&2
        echo "$library does not compile: its list is as it was." >&2
        exit 1
    fi
    sed -nE "s/.*warning RS0016: Symbol '(.*)' is not part of the declared public API.*/\1/p" "$log" | sort -u > "$scratch/now"
    # what a release has shipped is in the other list
    grep -vxFf "$library/PublicAPI.Shipped.txt" "$scratch/now" >> "$list" || [[ $? == 1 ]]
    echo "$list: $(($(wc -l < "$list") - 1)) members"
done
