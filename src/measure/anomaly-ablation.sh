#!/usr/bin/env bash
#
# What each statistic of the anomaly score is worth: every one of them is left out in turn.
#
#   src/measure/anomaly-ablation.sh TOOLS DATA [STATISTIC...]
#
#   TOOLS, DATA   as for anomaly-nab.sh
#   STATISTIC     spike, drift, level, phase, range, flat or surprise (the network's distribution); all of them without any
#
# Prints a line for all statistics together and one without each: scores of the benchmark at the best threshold and with each
# category at the others' threshold (standard, low false positives, low false negatives), the area under precision over
# recall, what the alerts find of a generated fleet by kind, and false alarms per key and month of that. Some minutes each.
set -euo pipefail

[[ $# -ge 2 ]] || {
  printf 'anomaly-ablation.sh: found %d arguments, expected TOOLS DATA [STATISTIC...]\n' $# >&2
  exit 2
}
here=$(cd -P "$(dirname "${BASH_SOURCE[0]}")" && pwd)
tools=$1
data=$2
shift 2
[[ $# -gt 0 ]] || set -- spike drift level phase range flat surprise
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT

for statistic in none "$@"; do
  without=()
  [[ $statistic == none ]] || without=(--without "$statistic")
  "$here/anomaly-nab.sh" "$tools" "$data" "$out/$statistic" "${without[@]}" >"$out/$statistic.nab"
  "$here/../../streamgauge" bench alerts --fleets 1 --days 28 "${without[@]}" >"$out/$statistic.alerts"
  awk -v name="$statistic" '
    /^one category left out/ { fold = "others" }
    /^shipped threshold/ { fold = "shipped" }
    /^best threshold/ { fold = "best" }
    $2 == "score" { scores[fold] = scores[fold] sep[fold] sprintf("%.1f", $3); sep[fold] = "/" }
    /^area under precision/ { area = $6 + 0 }
    FILENAME ~ /alerts$/ && NF >= 6 && $3 <= $2 && $2 > 0 && $4 <= 1 { found = found sprintf(" %s %d/%d", $1, $3, $2) }
    /^false, with anomalies/ { false = $0; sub(/.*month: */, "", false); split(false, rate, " ") }
    END { printf "without %-9s best %s others %s area %.3f |%s | false %s\n", name, scores["best"], scores["others"], area, found, rate[1] }
  ' "$out/$statistic.nab" "$out/$statistic.alerts"
done
