package io.streamgauge.wire;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Where the fields of an event stand, as JSON pointers.
 *
 * @param time the event time
 * @param targets the values to forecast
 * @param covariates the numeric covariates
 * @param categories the categorical covariates
 * @param knownAhead those of the covariates of which an event holds the next step's value, alone or first in an array
 * @param categoryRows rows of each category's table
 * @param withoutValues whether an event may hold no value at all
 */
public record EventLayout(
        String time,
        List<String> targets,
        List<String> covariates,
        List<String> categories,
        Set<String> knownAhead,
        int categoryRows,
        boolean withoutValues) {

    public EventLayout {
        targets = List.copyOf(targets);
        covariates = List.copyOf(covariates);
        categories = List.copyOf(categories);
        knownAhead = Set.copyOf(knownAhead);
    }

    /** Events of a time and a value. */
    public EventLayout(String time, String target) {
        this(time, List.of(target), List.of(), List.of(), Set.of(), 2, false);
    }

    /** All pointers: the time's, the targets', the numeric covariates', the categories'. */
    List<String> pointers() {
        return Stream.of(List.of(time), targets, covariates, categories)
                .flatMap(List::stream)
                .toList();
    }
}
