#!/usr/bin/env bash
#
# Scores anomaly_score on a folder laid out as the Skoltech Anomaly Benchmark is: outlier detection, pooled over the files.
#
#   src/measure/anomaly-skab.sh DATA
#
#   DATA   folder with */*.csv: ';' between columns, a time, sensors, then anomaly (0 or 1) and changepoint
#
# Every sensor is a target of one key; shipped settings, online learning on throughout. The first 400 rows of a file are
# normal: a row after them is flagged where its score is above 1, which takes nothing from the data, or above the share of
# theirs (after the first 100) that the table names. Prints F1 and false-alarm rate, those of flagging every row, the
# area under the curve of precision over recall (average precision) of all rows after the first 400 together, and the mean
# volume under its surface over margins of up to 100 rows around the anomalies (VUS-PR).
set -euo pipefail

fail() {
  printf 'anomaly-skab.sh: %s\n' "$1" >&2
  exit 2
}

[[ $# -eq 1 ]] || fail "found $# arguments, expected DATA"
data=$1
ls "$data"/*/*.csv >/dev/null 2>&1 || fail "no */*.csv below $data, expected the benchmark's files"
home=$(cd -P "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT

for file in "$data"/*/*.csv; do
  name=$(basename "$(dirname "$file")")-$(basename "$file" .csv)
  # the columns but the two last ones, as time,s1,s2,...
  awk -F';' 'NR == 1 { printf "time"; for (i = 2; i <= NF - 2; i++) printf ",s%d", i - 1; print ""; next }
    { printf "%s", $1; for (i = 2; i <= NF - 2; i++) printf ",%s", $i; print "" }' "$file" >"$out/$name.in"
  awk -F';' 'NR > 1 { print $1 "," $(NF - 1) }' "$file" >"$out/$name.labels"
  targets=$(head -n 1 "$out/$name.in" | sed 's/^time,//; s/,/,\//g; s/^/\//')
  mv "$out/$name.in" "$out/$name.csv"
  "$home/streamgauge" backtest --topology "$home/topology/series.yaml" --set "targets=$targets" \
    --input "$out/$name.csv" --scores "$out/$name.scores" >"$out/log" 2>&1 ||
    fail "the backtest of $file failed: $(tail -n 1 "$out/log")"
done

PYTHONPATH=$home/src/measure PYTHONDONTWRITEBYTECODE=1 python3 - "$out" <<'PYTHON'
import csv, glob, os, sys

from precision import tell_areas

NORMAL, SETTLED, SHARES = 400, 100, (.9, .95, .99, 1)
files = []
for path in sorted(glob.glob(os.path.join(sys.argv[1], "*.scores"))):
    with open(path) as scores, open(path.replace(".scores", ".labels")) as labels:
        score = {row["time"]: float(row["anomaly_score"]) for row in csv.DictReader(scores)}
        rows = [line.strip().split(",") for line in labels]
    files.append([(score.get(time, 0.0), float(label) > 0) for time, label in rows])


def line(name, flagged):
    tp = fp = fn = tn = 0
    for flags, rows in zip(flagged, files):
        for flag, (_, anomalous) in zip(flags, rows[NORMAL:]):
            tp, fp = tp + (flag and anomalous), fp + (flag and not anomalous)
            fn, tn = fn + (not flag and anomalous), tn + (not flag and not anomalous)
    print("%-42s F1 %.3f   false alarms %5.1f %%   missed %5.1f %%"
          % (name, 2 * tp / (2 * tp + fp + fn), 100 * fp / (fp + tn), 100 * fn / (fn + tp)))


print("%d files, %d rows after the first %d of each" % (len(files), sum(len(f) - NORMAL for f in files), NORMAL))
line("every row flagged", [[True] * len(f[NORMAL:]) for f in files])
line("score above 1", [[score > 1 for score, _ in rows[NORMAL:]] for rows in files])
for share in SHARES:
    flagged = []
    for rows in files:
        known = sorted(score for score, _ in rows[SETTLED:NORMAL])
        bound = known[min(len(known) - 1, int(share * len(known)))]
        flagged.append([score > bound for score, _ in rows[NORMAL:]])
    line("above %g %% of the first rows' scores" % (100 * share), flagged)
tell_areas([rows[NORMAL:] for rows in files])
PYTHON
