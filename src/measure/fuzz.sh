#!/usr/bin/env bash
#
# Fuzzes the readers of what comes from outside with Jazzer, which is guided by what the code does with an input.
#
#   src/measure/fuzz.sh [SECONDS] [OUT] [TARGET...]
#
#   SECONDS  for each target, 600 without it
#   OUT      folder for the inputs that were found, what failed and the logs; a temporary one, removed at the end, without it
#   TARGET   events, lines, csv, avro, protobuf, keys, labels, states, categories, memories, weights, vocabularies,
#            topology, runtime, requests; all of them without it
#
# A reader has to refuse in its own words or read: an uncaught exception, or more memory than ten times the input and a
# megabyte, is a finding, and the input is left in OUT. Jazzer's hooks take memory too, so that a reader may take 8
# megabytes beside them; all inputs kept are read once more without them, against the bound itself. What is worth keeping
# goes into src/test/resources/io/streamgauge/app/fuzz/TARGET.base64, a line per input, which every build replays
# (CorpusTest).
# Prints RESULT lines; exits with 1 on a finding.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

fail() {
  printf 'fuzz.sh: %s\n' "$1" >&2
  exit 2
}

seconds=${1:-600}
[[ $seconds =~ ^[1-9][0-9]*$ ]] || fail "found '$seconds', expected seconds, 1 or more"
if [[ $# -ge 2 ]]; then
  out=$2
  mkdir -p "$out"
else
  out=$(mktemp -d)
  trap 'rm -rf "$out"' EXIT
fi
out=$(cd -P "$out" && pwd)
if [[ $# -gt 2 ]]; then
  targets=("${@:3}")
else
  targets=(events lines csv avro protobuf keys labels states categories memories weights vocabularies topology runtime
    requests)
fi

./mvnw --quiet --batch-mode -Pfuzz -Dspotless.check.skip test-compile dependency:build-classpath \
  -Dmdep.outputFile="$out/classpath" -Dmdep.includeScope=test </dev/null
classpath=$PWD/target/test-classes:$PWD/target/classes:$(<"$out/classpath")
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
"$java" -cp "$classpath" io.streamgauge.app.FuzzTargets "$out/corpus"

status=0
for target in "${targets[@]}"; do
  [[ -d $out/corpus/$target ]] || fail "found '$target', expected one of $(ls "$out/corpus" | tr '\n' ' ')"
  log=$out/$target.log
  found=0
  # Requests go to a server of the target's own, which one of Jazzer's sanitizers takes for a finding.
  (cd "$out" && "$java" --add-modules jdk.incubator.vector -Dfuzz.target="$target" -Dfuzz.megabytes=8 -Xmx1g \
    -cp "$classpath" \
    com.code_intelligence.jazzer.Jazzer --target_class=io.streamgauge.app.FuzzTargets \
    --instrumentation_includes='io.streamgauge.**' \
    --disabled_hooks=com.code_intelligence.jazzer.sanitizers.ServerSideRequestForgery \
    -max_total_time="$seconds" -max_len=65536 -rss_limit_mb=3000 \
    "corpus/$target") >"$log" 2>&1 || found=1
  "$java" --add-modules jdk.incubator.vector -cp "$classpath" io.streamgauge.app.FuzzTargets "$out/corpus" "$target" \
    >>"$log" 2>&1 || found=1
  runs=$(sed -n 's/^Done \([0-9]*\) runs in.*/\1/p' "$log")
  printf 'RESULT fuzz.%s.runs %s inputs\n' "$target" "${runs:-0}"
  printf 'RESULT fuzz.%s.kept %s inputs\n' "$target" "$(find "$out/corpus/$target" -type f | wc -l)"
  printf 'RESULT fuzz.%s.findings %s inputs\n' "$target" "$found"
  if ((found)); then
    status=1
    grep -a -m 3 -E '^== Java|^Caused|AssertionError|ERROR' "$log" | cut -c1-300 || tail -n 5 "$log"
  fi
done
exit "$status"
