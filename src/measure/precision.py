"""Areas under the curve of precision over recall, of scores of which it is known which are anomalous."""

import random

LONGEST, STEP = 100, 10  # of the margins around an anomaly, in rows
CHANCES = 3


def average_precision(rows):
    """Mean over the anomalous rows of the precision at their score; equal scores count together.

    rows: pairs of a score and whether the row is anomalous.
    """
    weights = [float(anomalous) for _, anomalous in rows]
    return area([score for score, _ in rows], weights, sum(weights), [])


def area(scores, weights, whole, spans):
    """Sum over the scores, from the largest on, of precision times the rise of recall; equal scores count together.

    weights: what finding each row counts, 0 to 1
    whole: what they count together
    spans: of each row the number of its anomaly from 0 on, -1 where it is in none; recall counts for the share of these
        that have been found. Without any, all of them are
    """
    order = sorted(range(len(scores)), key=lambda row: -scores[row])
    spanned = max(spans, default=-1) + 1
    found, total, hits, recall = set(), 0.0, 0.0, 0.0
    for place, row in enumerate(order):
        hits += weights[row]
        if spans and spans[row] >= 0:
            found.add(spans[row])
        if place + 1 < len(order) and scores[order[place + 1]] == scores[row]:
            continue
        reached = min(1, hits / whole) * (len(found) / spanned if spanned else 1)
        total += (reached - recall) * hits / (place + 1)
        recall = reached
    return total


def volume(rows):
    """VUS-PR (Paparrizos et al. 2022): the mean area over margins of 0 to LONGEST rows around the anomalies of one series.

    A row at a distance d from an anomaly, no more than half the margin m, counts sqrt(1 - d/m).
    """
    scores = [score for score, _ in rows]
    return sum(margin_area(scores, [bool(anomalous) for _, anomalous in rows], margin)
               for margin in range(0, LONGEST + 1, STEP)) / (LONGEST // STEP + 1)


def margin_area(scores, anomalous, margin):
    weights = [float(flag) for flag in anomalous]
    for row in range(len(anomalous)):
        for step in (-1, 1):
            beside = row + step
            if anomalous[row] and 0 <= beside < len(anomalous) and not anomalous[beside]:
                for d in range(1, margin // 2 + 1):
                    at = row + step * d
                    if 0 <= at < len(weights):
                        weights[at] = min(1, weights[at] + (1 - d / margin) ** .5)
    spans, count = [], -1
    for row, weight in enumerate(weights):
        count += weight > 0 and (row == 0 or weights[row - 1] == 0)
        spans.append(count if weight > 0 else -1)
    return area(scores, weights, (sum(anomalous) + sum(weights)) / 2, spans)


def tell_areas(series):
    """Prints the area of all rows together and the mean volume of the series that have anomalies, and those of a score
    that says nothing.

    series: lists of pairs of a score and whether the row is anomalous, in the order of time
    """
    rows = [row for each in series for row in each]
    print("area under precision over recall %.3f, of a score that says nothing %.3f"
          % (average_precision(rows), sum(anomalous for _, anomalous in rows) / len(rows)))
    known = [each for each in series if any(anomalous for _, anomalous in each)]
    chance = random.Random(1)
    nothing = [[(chance.random(), anomalous) for _, anomalous in each] for each in known for _ in range(CHANCES)]
    print("volume under its surface %.3f, of a score that says nothing %.3f"
          % (mean(map(volume, known), len(known)), mean(map(volume, nothing), len(nothing))))


def mean(values, count):
    return sum(values) / count
