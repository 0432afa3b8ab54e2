#!/usr/bin/env bash
#
# Shows the promises of reliability in one table: the long set of faults against processes in traffic, and the control that
# has to fail; the trainer, killed at every boundary of its steps; damaged weights; the matrix of hostile input.
#
#   src/measure/reliability.sh [OUT]
#
#   OUT   folder for the whole log and the figures; a temporary one, removed at the end, without it
#
# Takes about half an hour on two cores, and fills a small disk of its own where it is root. Prints the trials one by one,
# the figures as RESULT lines and what of them was promised. Exits with 1 where a promise is missed or a test has failed.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

if [[ $# -ge 1 ]]; then
  out=$1
  mkdir -p "$out"
else
  out=$(mktemp -d)
  trap 'rm -rf "$out"' EXIT
fi

rm -rf target/figures
status=0
./mvnw --batch-mode --no-transfer-progress -Pfaults -Dspotless.check.skip verify </dev/null >"$out/log" 2>&1 || status=$?

# Beside the figures, the trials' own table, which stands between its head and the first of its figures.
sed -n '/^fault .*lost/,/^RESULT trials/{/^RESULT/!p}' "$out/log"
{
  grep '^RESULT ' "$out/log" || true
  cat target/figures/*.txt 2>/dev/null || true
} | tee "$out/figures"

awk '
  function row(what, name, comparison, limit,   good) {
    if (!(name in found)) { printf "%-52s %-14s %14s  missed\n", what, comparison " " limit, "none"; missed++; return }
    good = comparison == "=" ? found[name] + 0 == limit + 0 : comparison == ">=" ? found[name] + 0 >= limit + 0 : found[name] + 0 <= limit + 0
    printf "%-52s %-14s %14s  %s\n", what, comparison " " limit, found[name], good ? "reached" : "missed"
    if (!good) missed++
  }
  $1 == "RESULT" { found[$2] = $3 }
  END {
    found["control"] = found["control.doubled"] + found["control.wrong"]
    printf "\n%-52s %-14s %14s\n", "promised", "must", "found"
    row("events in the trials", "events", ">=", 200000)
    row("processes ended by kill -9", "kills", ">=", 20)
    row("outputs taken back: the faults met live traffic", "aborted", ">=", 1)
    row("outputs lost", "lost", "=", 0)
    row("outputs doubled", "doubled", "=", 0)
    row("outputs or states wrong", "wrong", "=", 0)
    row("outputs misplaced", "misplaced", "=", 0)
    row("generations going back", "generation_regress", "=", 0)
    row("transactions left open", "open_transactions", "=", 0)
    row("doubled or wrong at least once, the control", "control", ">=", 1)
    row("s until all forecast again, 100 MB, session 6 s", "recovery.fail-over-with-100-mb-of-state", "<=", 15)
    row("boundaries of the trainer it was killed at", "trainer.boundaries", ">=", 11)
    row("of them with the same bytes in the end", "trainer.boundaries.identical", "=", found["trainer.boundaries"])
    row("damaged weights offered", "weights.fuzzed", ">=", 10000)
    row("crashes by them", "weights.crashes", "=", 0)
    row("of them used", "weights.used", "=", 0)
    row("kinds of hostile input", "input.rows", ">=", 30)
    row("of them ending as the matrix says", "input.rows.as_expected", "=", found["input.rows"])
    exit missed > 0
  }' "$out/figures" || status=1

if ((status)); then
  grep -E '^\[ERROR\]' "$out/log" | head -20 || true
fi
exit "$status"
