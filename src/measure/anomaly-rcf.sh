#!/usr/bin/env bash
#
# AWS's Random Cut Forest beside ours on a folder laid out as the Numenta Anomaly Benchmark is: scores, time per event and
# bytes per key in one table.
#
#   src/measure/anomaly-rcf.sh TOOLS DATA
#
#   TOOLS   folder with score_nab.py
#   DATA    folder with files.txt, data/ and labels/combined_windows.json
#
# Both are scored at the threshold that is best for each profile. The forest runs in eight settings (shingles of 1 and 8
# values, as they come or normalised, grade or score); every one is shown. Bytes are those of the forest's state as JSON
# and of a key's state as ours is stored; times are medians over the files, in turns in one process.
set -euo pipefail

fail() {
  printf 'anomaly-rcf.sh: %s\n' "$1" >&2
  exit 2
}

[[ $# -eq 2 ]] || fail "found $# arguments, expected TOOLS DATA"
tools=$(cd -P "$1" && pwd)
data=$(cd -P "$2" && pwd)
[[ -r $tools/score_nab.py ]] || fail "$tools/score_nab.py not found"
[[ -r $data/files.txt ]] || fail "$data/files.txt not found"
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
home=$(cd -P "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
cd "$home"

"$home/src/measure/anomaly-nab.sh" "$tools" "$data" "$out/ours" >"$out/ours.txt"

./mvnw --quiet --batch-mode -Ppeers-rcf -Dspotless.check.skip compile dependency:build-classpath \
  -Dmdep.outputFile="$out/classpath" -Dmdep.includeScope=test </dev/null
classpath=$out/classes:$PWD/target/classes:$(<"$out/classpath")
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
"${java}c" -proc:none -d "$out/classes" -cp "$classpath" src/peers/rcf/io/streamgauge/app/*.java
"$java" --add-modules jdk.incubator.vector -cp "$classpath" io.streamgauge.app.ForestComparison \
  topology/series.yaml "$data/data" "$data/files.txt" "$out/rcf" >"$out/figures"

score() { # name folder
  python3 "$tools/score_nab.py" "$2" --windows "$data/labels/combined_windows.json" --files "$data/files.txt" |
    awk -v name="$1" '{ for (i = 1; i < NF; i++) if ($i == "score") line = line sprintf(" %8.1f", $(i + 1)) }
      END { printf "%-28s%s\n", name, line }'
}
printf '%-28s %8s %8s %8s\n' 'best threshold' standard 'low FP' 'low FN'
score ours "$out/ours/nab"
for setting in "$out"/rcf/*/; do
  score "rcf $(basename "$setting")" "$setting"
done
cat "$out/figures"
