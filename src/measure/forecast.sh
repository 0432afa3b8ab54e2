#!/usr/bin/env bash
#
# Scores the forecasts of the shipped defaults for wide files on three public data sets, one step ahead and 24, and
# prints them beside what they must reach.
#
#   src/measure/forecast.sh TOOLS DATA [OUT] [-- OPTION...]
#
#   TOOLS    folder with to_wide.py and score_forecast.py
#   DATA     folder with ETTh1.csv, ETTm2_first20758.csv and Exchange.csv
#   OUT      folder for the forecasts and the logs; a temporary one, removed at the end, without it
#   OPTION   goes to every backtest, for example --set seed=2
#
#   RUNS     the runs to make, of: ETTh1.1 ETTm2.1 Exchange.1 ETTh1.24 ETTm2.24
#
# Protocol: the mean is scored by MSE and the median by MAE, both after standardising with the first rows; on the ETT
# sets rows 3600 to 14399 count, on Exchange the last three quarters. Exits with 1 if a figure is missed.
set -euo pipefail

fail() {
  printf 'forecast.sh: %s\n' "$1" >&2
  exit 2
}

[[ $# -ge 2 ]] || fail 'expected TOOLS DATA [OUT] [-- OPTION...]'
tools=$1
data=$2
shift 2
out=
if [[ $# -gt 0 && $1 != -- ]]; then
  out=$1
  shift
fi
[[ $# -eq 0 || $1 == -- ]] || fail "found '$1', expected -- before options of the backtest"
[[ $# -eq 0 ]] || shift
for script in to_wide.py score_forecast.py; do
  [[ -r $tools/$script ]] || fail "$tools/$script not found"
done
if [[ -z $out ]]; then
  out=$(mktemp -d)
  trap 'rm -rf "$out"' EXIT
fi
mkdir -p "$out"
home=$(cd -P "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)

# The ETT protocol ends with row 14400 of seven columns.
ETT_EVENTS=$((14400 * 7))

# Prints "MSE MAE" of one column of the forecasts.
score() { # file kind steps column
  python3 "$tools/to_wide.py" "$1" "$out/long.csv" "$out/wide.csv" "$4"
  python3 "$tools/score_forecast.py" "$1" "$out/wide.csv" --kind "$2" --h "$3" --raw |
    sed -n 's/^windows [0-9]* *MSE \([0-9.]*\) *MAE \([0-9.]*\)$/\1 \2/p'
}

# 1 if a figure is above its limit; prints the row.
row() { # name steps mse limit mae limit micros
  awk -v n="$1" -v h="$2" -v mse="$3" -v lmse="$4" -v mae="$5" -v lmae="$6" -v us="$7" 'BEGIN {
    bad = (mse >= lmse) || (lmae != "-" && mae >= lmae)
    printf "%-9s %5s  %8s %8s  %8s %8s  %7s  %s\n", n, h, mse, lmse, mae, lmae, us, bad ? "missed" : "reached"
    exit bad
  }'
}

run() { # name file kind steps mse-limit mae-limit [options]
  local name=$1 file=$data/$2 kind=$3 steps=$4 mse_limit=$5 mae_limit=$6 horizons=$4 mse mae micros log
  [[ -z ${RUNS:-} || " $RUNS " == *" $name.$steps "* ]] || return 0
  shift 6
  [[ -r $file ]] || fail "$file not found"
  [[ $steps -eq 1 ]] || horizons=1..$steps
  log=$out/$name.$steps.log
  "$home/streamgauge" backtest --topology "$home/topology/wide.yaml" --melt --input "$file" --set "horizons=$horizons" \
    --forecasts "$out/long.csv" "$@" "${more[@]}" >"$log" || fail "the backtest of $name failed; see $log"
  mse=$(score "$file" "$kind" "$steps" yhat)
  mae='- -'
  [[ $mae_limit == - ]] || mae=$(score "$file" "$kind" "$steps" yhat_median)
  micros=$(awk '$2 == "us_per_event" { print $3 }' "$log")
  row "$name" "$steps" "${mse% *}" "$mse_limit" "${mae#* }" "$mae_limit" "$micros" || missed=1
}

more=("$@")
missed=0
printf '%-9s %5s  %8s %8s  %8s %8s  %7s\n' set steps MSE 'below' MAE 'below' 'us/event'
run ETTh1 ETTh1.csv ett 1 .200 .268 --events "$ETT_EVENTS" --set season=24
run ETTm2 ETTm2_first20758.csv ett 1 .304 .240 --events "$ETT_EVENTS" --set season=96
# 1.005 of persistence's .008921 and .049046
run Exchange Exchange.csv custom 1 .008966 .049292
run ETTh1 ETTh1.csv ett 24 .615 - --events "$ETT_EVENTS" --set season=24
run ETTm2 ETTm2_first20758.csv ett 24 .580 - --events "$ETT_EVENTS" --set season=96
exit "$missed"
