#!/usr/bin/env bash
#
# Scores the alerts of the shipped defaults on a folder laid out as the Numenta Anomaly Benchmark is.
#
#   src/measure/anomaly-nab.sh TOOLS DATA [OUT [OPTION...]]
#
#   TOOLS   folder with score_nab.py
#   DATA    folder with files.txt, data/ and labels/combined_windows.json
#   OUT     folder for the scores and the logs; a temporary one, removed at the end, without it
#   OPTION  given to each backtest
#
# Prints, by profile: the score at the best threshold, at the shipped one (1), and with each category at the threshold
# that the other categories choose. Weights are the shipped ones throughout: they are not chosen by these files' folds.
# Then the false alarms of the shipped threshold in a month of event time outside the labelled windows, of which one is
# allowed; the area under precision over recall of anomaly_score, all values after each file's probation together; and the
# mean volume under its surface over margins of up to 100 values around the windows (VUS-PR).
set -euo pipefail

fail() {
  printf 'anomaly-nab.sh: %s\n' "$1" >&2
  exit 2
}

[[ $# -ge 2 ]] || fail "found $# arguments, expected TOOLS DATA [OUT [OPTION...]]"
tools=$1
data=$2
out=${3:-}
options=${*:4}
[[ -r $tools/score_nab.py ]] || fail "$tools/score_nab.py not found"
[[ -r $data/files.txt ]] || fail "$data/files.txt not found"
if [[ -z $out ]]; then
  out=$(mktemp -d)
  trap 'rm -rf "$out"' EXIT
fi
home=$(cd -P "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)

# Two files at a time: a backtest takes one core.
run() { # file
  local scores
  scores=$out/$(basename "$1")
  mkdir -p "$out/nab/$(dirname "$1")"
  # shellcheck disable=SC2086
  "$home/streamgauge" backtest --topology "$home/topology/series.yaml" --input "$data/data/$1" \
    --scores "$scores" $options >"$scores.log" 2>&1 || fail "the backtest of $1 failed: $(tail -n 1 "$scores.log")"
  # time and alert_score, under the scorer's names
  awk -F, 'NR == 1 { print "timestamp,anomaly_score" } NR > 1 { print $2 "," $5 }' "$scores" >"$out/nab/$1"
}
export -f run fail
export out home data options
"$home/streamgauge" --version >/dev/null
grep . "$data/files.txt" | xargs -P 2 -I{} bash -c 'run "$1"' run {} || exit 2

score() { # options
  python3 "$tools/score_nab.py" "$out/nab" --windows "$data/labels/combined_windows.json" "$@"
}

printf 'best threshold by profile\n'
score --files "$data/files.txt"
printf '\nshipped threshold\n'
score --files "$data/files.txt" --threshold 1

# The raw sum of a category is that of all files less that of the others, at the same thresholds.
raw() { # files thresholds
  score --files "$1" --thresholds "$2" |
    awk '{ for (i = 1; i < NF; i++) { if ($i == "raw") r = $(i + 1); if ($i == "hit") w = $(i + 1) } split(w, n, "/"); print $1, r, n[2] }'
}

printf '\none category left out at a time, its threshold from the others\n'
folds=
for category in $(cut -d/ -f1 "$data/files.txt" | sort -u); do
  grep -v "^$category/" "$data/files.txt" >"$out/others.txt"
  thresholds=$(score --files "$out/others.txt" |
    awk '{ for (i = 1; i < NF; i++) if ($i == "threshold") t = t sep $(i + 1); sep = "," } END { print t }')
  folds+=$(paste -d' ' <(raw "$data/files.txt" "$thresholds") <(raw "$out/others.txt" "$thresholds"))$'\n'
done
awk 'NF == 6 { raw[$1] += $2 - $5; windows[$1] += $3 - $6 }
  END { for (p in raw) { miss = p ~ /FN/ ? 2 : 1; printf "%-20s score %7.2f\n", p, 100 * (raw[p] + miss * windows[p]) / ((1 + miss) * windows[p]) } }' <<<"$folds" | sort

printf '\nfalse alarms outside the labelled windows, and anomaly_score\n'
PYTHONPATH=$home/src/measure PYTHONDONTWRITEBYTECODE=1 python3 - "$out" "$data" <<'PYTHON'
import csv, datetime, json, os, sys

from precision import tell_areas

PROBATION, LONGEST = .15, 5000  # of a file, in which the benchmark counts nothing
MONTH = datetime.timedelta(days=30)


def time(text):
    return datetime.datetime.fromisoformat(text)


def bound(count, z):  # of a Poisson count, Wilson and Hilferty 1931
    return count * (1 - 1 / (9 * count) + z / (3 * count ** .5)) ** 3


out, data = sys.argv[1:]
with open(os.path.join(data, "labels/combined_windows.json")) as file:
    windows = json.load(file)
with open(os.path.join(data, "files.txt")) as file:
    names = file.read().split()
series, alarms, months = [], 0, 0
for name in names:
    spans = [(time(begin), time(end)) for begin, end in windows[name]]
    with open(os.path.join(out, os.path.basename(name))) as file:
        scores = list(csv.DictReader(file))
    rows = [(time(row["time"]), row) for row in scores[int(PROBATION * min(LONGEST, len(scores))):]]
    anomalous = [any(begin <= at <= end for begin, end in spans) for at, _ in rows]
    series.append([(float(row["anomaly_score"]), inside) for (_, row), inside in zip(rows, anomalous)])
    alarms += sum(float(row["alert_score"]) >= 1 and not inside for (_, row), inside in zip(rows, anomalous))
    months += sum((b - a for (a, _), (b, _), inside in zip(rows, rows[1:], anomalous[1:]) if not inside),
                  datetime.timedelta()) / MONTH
low = bound(alarms, -1.96) if alarms else 0
print(f"{alarms / months:.2f} per key and month, 95 % interval {low / months:.2f} to"
      f" {bound(alarms + 1, 1.96) / months:.2f} ({alarms} in {months:.1f} months of {len(names)} keys)")
tell_areas(series)
PYTHON
