package io.streamgauge.config;

import java.util.List;

/**
 * What enters a step beside the values and the calendar; {@code covariates}, {@code categories} and {@code knownAhead} are
 * JSON pointers into an event.
 *
 * @param floor −∞ where there is none
 * @param cap +∞ where there is none
 */
public record Inputs(
        List<String> covariates,
        List<String> categories,
        int categoryRows,
        List<String> knownAhead,
        Missing missing,
        boolean gapInput,
        double gapDecay,
        double floor,
        double cap) {

    static Inputs of(Values values) {
        return new Inputs(
                values.get(TopologyKeys.COVARIATES),
                values.get(TopologyKeys.CATEGORIES),
                values.get(TopologyKeys.CATEGORY_ROWS),
                values.get(TopologyKeys.KNOWN_AHEAD),
                values.get(TopologyKeys.MISSING),
                values.get(TopologyKeys.GAP_INPUT),
                values.get(TopologyKeys.GAP_DECAY),
                values.get(TopologyKeys.FLOOR),
                values.get(TopologyKeys.CAP));
    }

    /** The numeric covariates' names. */
    public List<String> covariateNames() {
        return Pointers.names(covariates);
    }

    /** The categorical covariates' names. */
    public List<String> categoryNames() {
        return Pointers.names(categories);
    }
}
