package io.streamgauge.signal;

import java.time.ZoneId;
import java.util.HashSet;
import java.util.List;

/**
 * What enters a step of one series.
 *
 * @param targets names of the values that are forecast
 * @param missing what stands in for a missing value
 * @param covariates what comes with the targets and is not forecast
 * @param calendar what the event time tells
 * @param gaps what the pause before a value tells
 */
public record InputSpec(
        List<String> targets, MissingPolicy missing, Covariates covariates, Calendar calendar, Gaps gaps) {

    /** The name of a target that nobody has named. */
    public static final String DEFAULT_TARGET = "value";

    public InputSpec {
        targets = List.copyOf(targets);
        if (targets.isEmpty() || new HashSet<>(targets).size() < targets.size()) {
            throw new IllegalArgumentException("targets are " + targets + ", expected one or more different names");
        }
    }

    /** Targets without covariates, holidays and gaps. */
    public InputSpec(List<String> targets, int season, ZoneId zone, MissingPolicy missing) {
        this(targets, missing, Covariates.NONE, new Calendar(season, zone), Gaps.BREAKS_ONLY);
    }

    /** One target and nothing else. */
    public InputSpec(int season, ZoneId zone) {
        this(List.of(DEFAULT_TARGET), season, zone, MissingPolicy.SKIP);
    }

    /** Numeric inputs of one step: each target's, the calendar's, the gap's, each numeric covariate's. */
    public int features() {
        return targets.size() * FeatureEncoder.TARGET_FEATURES
                + calendar.features()
                + gaps.features()
                + covariates.numeric().size();
    }

    /** Values of one step's input: the numeric ones, then a category per categorical covariate. */
    public int width() {
        return features() + covariates.categorical().size();
    }
}
