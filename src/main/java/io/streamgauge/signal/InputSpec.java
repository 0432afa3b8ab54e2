package io.streamgauge.signal;

import java.time.ZoneId;
import java.util.HashSet;
import java.util.List;

/**
 * What enters a step of one series.
 *
 * @param targets names of the values that are forecast
 * @param season values per season, 0 where the day is the season
 * @param zone time zone of day and week
 * @param missing what stands in for a missing value
 */
public record InputSpec(List<String> targets, int season, ZoneId zone, MissingPolicy missing) {

    /** The name of a target that nobody has named. */
    public static final String DEFAULT_TARGET = "value";

    public InputSpec {
        targets = List.copyOf(targets);
        if (targets.isEmpty() || new HashSet<>(targets).size() < targets.size()) {
            throw new IllegalArgumentException("targets are " + targets + ", expected one or more different names");
        }
        if (season < 0) {
            throw new IllegalArgumentException("season is " + season + ", expected 0 or more values");
        }
        zone = zone.normalized();
    }

    /** One target and no covariates. */
    public InputSpec(int season, ZoneId zone) {
        this(List.of(DEFAULT_TARGET), season, zone, MissingPolicy.SKIP);
    }

    /** Numeric inputs of one step: each target's, then those that all share. */
    public int features() {
        return targets.size() * FeatureEncoder.TARGET_FEATURES + FeatureEncoder.CALENDAR_FEATURES;
    }
}
