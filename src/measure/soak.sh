#!/usr/bin/env bash
#
# Measures whether the forecaster's memory stays flat while keys come and go: a broker, a forecaster with a small heap and
# keys that expire after a minute, and round after round of events of keys that were never seen before.
#
#   src/measure/soak.sh [MINUTES] [OUT]
#
#   MINUTES  how long, 30 without it
#   OUT      folder for the logs and rss.csv (second, kilobytes, keys sent); a temporary one, removed at the end, without it
#
# Prints the resident memory as a curve and as RESULT lines. Must: the mean of the last third is at most 10 % above that of
# the third before it. Exits with 1 on a miss.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

fail() {
  printf 'soak.sh: %s\n' "$1" >&2
  exit 2
}

minutes=${1:-30}
[[ $minutes =~ ^[1-9][0-9]*$ ]] || fail "found '$minutes', expected minutes, 1 or more"
if [[ $# -ge 2 ]]; then
  out=$2
  mkdir -p "$out"
else
  out=$(mktemp -d)
fi
columns=1000
rows=5
sample_seconds=5

processes=()
end_all() {
  local process
  for process in "${processes[@]}"; do
    kill "$process" 2>/dev/null || true
    wait "$process" 2>/dev/null || true
  done
  [[ $# -ge 1 ]] || rm -rf "$out"
}
# shellcheck disable=SC2064 # the folder is known now
trap "end_all ${2:+keep}" EXIT

port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
cat >"$out/soak.yaml" <<EOF
name: soak
partitions: 1
max-keys: 20000
expire: {wall-clock: 1m, event-time: none}
EOF
common=(--topology "$out/soak.yaml" --set "bootstrap.servers=127.0.0.1:$port")

./streamgauge broker --dir "$out/kafka" --port "$port" >"$out/broker.log" 2>&1 &
processes+=($!)
for _ in {1..120}; do
  ./streamgauge topics "${common[@]}" >"$out/topics.log" 2>&1 && break
  sleep 1
done
grep -q . "$out/topics.log" || fail "the broker does not answer, see $out/broker.log"

JAVA_OPTS=-Xmx256m ./streamgauge run "${common[@]}" --set "state.dir=$out/state" --set http.port=0 \
  --set rocksdb.memory-mb=32 --set rocksdb.write-buffers-mb=12 >"$out/run.log" 2>&1 &
forecaster=$!
processes+=("$forecaster")

churn() {
  local round=0
  while :; do
    awk -v n="$columns" -v r="$rows" -v round="$round" 'BEGIN {
      printf "time"; for (k = 0; k < n; k++) printf ",k%d-%d", round, k; print ""
      for (t = 0; t < r; t++) {
        printf "%d", 1767225600 + 60 * t
        for (k = 0; k < n; k++) printf ",%d", (k * 7 + t * 13) % 50
        print ""
      }
    }' >"$out/round.csv"
    ./streamgauge replay "${common[@]}" --input "$out/round.csv" --melt >"$out/replay.log" 2>&1 || true
    round=$((round + 1))
    echo $((round * columns)) >"$out/keys"
  done
}
echo 0 >"$out/keys"
churn &
processes+=($!)

echo second,kilobytes,keys >"$out/rss.csv"
begin=$SECONDS
while ((SECONDS - begin < minutes * 60)); do
  sleep "$sample_seconds"
  rss=$(awk '/^VmRSS/ {print $2}' "/proc/$forecaster/status" 2>/dev/null) || fail "the forecaster ended, see $out/run.log"
  echo "$((SECONDS - begin)),$rss,$(cat "$out/keys")" >>"$out/rss.csv"
done

awk -F, 'NR > 1 {t[++n] = $1; v[n] = $2; keys = $3; if ($2 > most) most = $2}
END {
  step = n > 40 ? n / 40 : 1
  for (i = 1; i <= n; i += step) {
    k = int(i); bar = ""
    for (c = 0; c < 60 * v[k] / most; c++) bar = bar "#"
    printf "%6d s %6.0f MB %s\n", t[k], v[k] / 1024, bar
  }
  for (i = int(n / 3) + 1; i <= int(2 * n / 3); i++) { middle += v[i]; m++ }
  for (i = int(2 * n / 3) + 1; i <= n; i++) { last += v[i]; l++ }
  ratio = last / l / (middle / m)
  printf "RESULT soak.keys %d keys\nRESULT soak.rss.most %.0f MB\nRESULT soak.rss.last %.0f MB\n", keys, most / 1024, last / l / 1024
  printf "RESULT ratio.soak.rss %.3f x\n", ratio
  exit ratio > 1.1
}' "$out/rss.csv"
