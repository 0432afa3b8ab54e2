"""Area under the curve of precision over recall."""


def average_precision(rows):
    """Mean over the anomalous rows of the precision at their score; equal scores count together.

    rows: pairs of a score and whether the row is anomalous.
    """
    at = {}
    for score, anomalous in rows:
        found, all_of = at.get(score, (0, 0))
        at[score] = (found + anomalous, all_of + 1)
    area = hits = flagged = 0
    for score in sorted(at, reverse=True):
        found, all_of = at[score]
        hits, flagged = hits + found, flagged + all_of
        area += found * hits / flagged
    return area / hits


def tell_area(rows):
    """Prints the area, and that of a score that says nothing."""
    print("area under precision over recall %.3f, of a score that says nothing %.3f"
          % (average_precision(rows), sum(anomalous for _, anomalous in rows) / len(rows)))
