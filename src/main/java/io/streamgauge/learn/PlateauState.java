package io.streamgauge.learn;

/**
 * What {@link PlateauRate} has seen.
 *
 * @param rate α now
 * @param best lowest loss that counted as an improvement, infinite before any
 * @param withoutImprovement losses in a row that were none
 * @param coolingDown losses yet to come that do not count
 */
public record PlateauState(double rate, double best, int withoutImprovement, int coolingDown) {}
