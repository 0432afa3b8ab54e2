#!/usr/bin/env bash
#
# Measures how well a key that was never seen is forecast from its first events on, with the shared weights and priors
# learned from other keys of its family, beside its own readout alone and persistence.
#
#   src/measure/cold-start.sh DATA [OUT] [-- OPTION...]
#
#   DATA       folder of the NAB corpus, with data/realTweets and data/realAWSCloudwatch
#   OUT        folder for the pieces, the weights and the errors; a temporary one, removed at the end, without it
#   OPTION     goes to every pretrain and backtest, for example --set seed=2
#
#   PRETRAIN   further options of every pretrain, for example '--passes 5'
#   FAMILIES   folders below data; realTweets and realAWSCloudwatch without it
#
# Protocol: two folds within a family, its files alternating in the order of their names: weights and priors are learned
# from the one half, and the other half is only tested on, with the weights frozen. A test file starts afresh every 600
# rows, each time as a new key. Counted is the mean absolute error of the one-step median in events 5 to 20, for each
# start divided by that of the key's own readout, as it forecasts without any weights or priors (it keeps still for its
# first 12 values, which makes it harder to beat than one that speaks at once), and by persistence's; the
# table has the geometric means over starts and, in brackets, the medians. Exits with 1 unless the error is at most .80 of
# the own readout's and below persistence.
set -euo pipefail

START_EVERY=600
START_ROWS=40
MOST_OF_READOUT=.80

fail() {
  printf 'cold-start.sh: %s\n' "$1" >&2
  exit 2
}

[[ $# -ge 1 ]] || fail 'expected DATA'
data=$1/data
shift
out=
if [[ $# -gt 0 && $1 != -- ]]; then
  out=$1
  shift
fi
[[ $# -eq 0 || $1 == -- ]] || fail "found '$1', expected -- before options"
[[ $# -eq 0 ]] || shift
more=("$@")
if [[ -z $out ]]; then
  out=$(mktemp -d)
  trap 'rm -rf "$out"' EXIT
fi
mkdir -p "$out"
home=$(cd -P "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
common=(--topology "$home/topology/series.yaml" --set horizons=1 "${more[@]}")

# Cuts a file into its fresh starts; adds them to starts.
cut_starts() { # file folder
  local name
  name=$(basename "$1" .csv)
  awk -F, -v every="$START_EVERY" -v rows="$START_ROWS" -v to="$2/$name" '
    NR == 1 { header = $0; next }
    (NR - 2) % every == 0 { file = sprintf("%s-%05d.csv", to, NR - 2); left = rows; print header > file }
    left > 0 { print > file; left--; if (left == 0) close(file) }' "$1"
}

# The errors of every start of a fold: with what was learned, and without.
test_fold() { # folder weights
  local inputs=() file
  for file in "$1"/*.csv; do
    inputs+=(--input "$file")
  done
  "$home/streamgauge" backtest "${common[@]}" "${inputs[@]}" --no-training --model "$2" --early "$1.learned" >/dev/null
  "$home/streamgauge" backtest "${common[@]}" "${inputs[@]}" --no-training --early "$1.alone" >/dev/null
}

# Prints a family's row; 1 if it misses what it must reach.
row() { # family errors
  awk -F, -v family="$1" -v most="$MOST_OF_READOUT" '
    function add(name, error, base) {
      if (base > 0 && error > 0) { n[name]++; log_sum[name] += log(error / base); all[name, n[name]] = error / base }
    }
    function mean(name) { return exp(log_sum[name] / n[name]) }
    function median(name, i, j, t, k) {
      k = n[name]
      for (i = 2; i <= k; i++) {
        t = all[name, i]
        for (j = i - 1; j > 0 && all[name, j] > t; j--) all[name, j + 1] = all[name, j]
        all[name, j + 1] = t
      }
      return k % 2 ? all[name, (k + 1) / 2] : (all[name, k / 2] + all[name, k / 2 + 1]) / 2
    }
    FNR == 1 { next }
    # key persistence seasonal readout network stack mean median, then the same without what was learned
    { add("own", $8, $12); add("readout", $12, $2); add("network", $5, $2); add("prior", $4, $2); add("mean", $7, $2)
      add("median", $8, $2) }
    END {
      missed = mean("own") > most || mean("median") >= 1
      printf "%-18s %6d", family, n["median"]
      count = split("own median mean network prior readout", names, " ")
      for (i = 1; i <= count; i++) printf "  %.3f (%.3f)", mean(names[i]), median(names[i])
      print missed ? "  missed" : "  reached"
      exit missed
    }' "$2"
}

missed=0
printf 'family              starts  of own readout  of persistence: median, mean, network, readout with prior, own readout\n'
for family in ${FAMILIES:-realTweets realAWSCloudwatch}; do
  files=("$data/$family"/*.csv)
  [[ -r ${files[0]} ]] || fail "$data/$family has no CSV file"
  echo header >"$out/$family.errors"
  for fold in 0 1; do
    folder=$out/$family-$fold
    mkdir -p "$folder"
    learned=()
    tested=()
    for i in "${!files[@]}"; do
      if ((i % 2 == fold)); then
        cut_starts "${files[i]}" "$folder"
        tested+=("$(basename "${files[i]}" .csv)")
      else
        learned+=(--input "${files[i]}")
      fi
    done
    printf 'fold %s of %s tests %s\n' "$fold" "$family" "${tested[*]}" >&2
    "$home/streamgauge" pretrain "${common[@]}" ${PRETRAIN:-} "${learned[@]}" --output "$folder.safetensors" >&2
    test_fold "$folder" "$folder.safetensors"
    paste -d, <(tail -n +2 "$folder.learned") <(tail -n +2 "$folder.alone") >>"$out/$family.errors"
  done
  row "$family" "$out/$family.errors" || missed=1
done
exit "$missed"
