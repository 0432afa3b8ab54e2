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
    $2 == "score" { scores[fold, $1 ~ /FP/ ? 2 : $1 ~ /FN/ ? 3 : 1] = sprintf("%.1f", $3) }
    /^area under precision/ { area = $6 + 0 }
    FILENAME ~ /alerts$/ && NF == 8 && $6 == "to" { found = found sprintf(" %s %d/%d", $1, $3, $2) }
    /^false, with anomalies/ { sub(/.*month: */, ""); wrong = $1 }
    function profiles(fold) { return scores[fold, 1] "/" scores[fold, 2] "/" scores[fold, 3] }
    END { printf "without %-9s best %s others %s area %.3f |%s | false %s\n", name, profiles("best"), profiles("others"), area, found, wrong }
  ' "$out/$statistic.nab" "$out/$statistic.alerts"
done
