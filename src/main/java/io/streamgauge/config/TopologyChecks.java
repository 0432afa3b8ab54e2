package io.streamgauge.config;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What does not go together in a topology file, whose values are each right by themselves. */
final class TopologyChecks {

    private TopologyChecks() {}

    /**
     * Adds a line for everything that does not.
     *
     * @param source where the values come from, as the lines name it
     */
    static void check(Values values, String source, List<String> problems) {
        values.atMost(TopologyKeys.STRIDE, TopologyKeys.STEPS, source, problems);
        values.below(TrainerKeys.BURN_IN, TopologyKeys.STEPS, source, problems);
        values.atMost(TrainerKeys.BATCH, TrainerKeys.REPLAY, source, problems);
        values.atMost(TrainerKeys.BLOCK, TrainerKeys.REPLAY, source, problems);
        checkPointers(values, source, problems);
        checkAudit(values, source, problems);
        checkBounds(values, source, problems);
        checkTopics(values, source, problems);
    }

    private static void checkAudit(Values values, String source, List<String> problems) {
        if (values.find(TopologyKeys.AUDIT).orElse(false)
                && values.find(TopologyKeys.OUTPUT).orElse(Output.FULL) == Output.ANOMALIES) {
            problems.add(source + ": output: found 'anomalies', expected full or compact where audit is true, which"
                    + " needs an output for every event");
        }
    }

    private static void checkBounds(Values values, String source, List<String> problems) {
        values.find(TopologyKeys.FLOOR)
                .ifPresent(floor -> values.find(TopologyKeys.CAP)
                        .filter(cap -> floor >= cap)
                        .ifPresent(cap -> problems.add(
                                source + ": floor: found " + floor + ", expected less than cap, which is " + cap)));
    }

    private static void checkTopics(Values values, String source, List<String> problems) {
        values.find(TopologyKeys.NAME)
                .ifPresent(name -> values.find(TopologyKeys.SOURCE_TOPIC)
                        .filter(new TopicNames(name).all()::contains)
                        .ifPresent(topic -> problems.add(source + ": source.topic: found '" + topic
                                + "', expected another topic than those written, which begin with '" + name + ".'")));
    }

    private static void checkPointers(Values values, String source, List<String> problems) {
        Set<String> seen = new HashSet<>();
        values.find(TopologyKeys.SOURCE_TIME).ifPresent(seen::add);
        for (Setting<List<String>> setting :
                List.of(TopologyKeys.TARGETS, TopologyKeys.COVARIATES, TopologyKeys.CATEGORIES)) {
            for (String pointer : values.find(setting).orElse(List.of())) {
                if (!seen.add(pointer)) {
                    problems.add(source + ": " + setting.key() + ": found '" + pointer
                            + "', expected no pointer that stands in another key as well");
                }
            }
        }
        values.find(IntakeKeys.DUPLICATE_ID)
                .flatMap(given -> given)
                .filter(pointer -> !seen.add(pointer))
                .ifPresent(pointer -> problems.add(source + ": duplicate-id: found '" + pointer
                        + "', expected a pointer that stands in no other key"));
        Set<String> covariates =
                new HashSet<>(values.find(TopologyKeys.COVARIATES).orElse(List.of()));
        covariates.addAll(values.find(TopologyKeys.CATEGORIES).orElse(List.of()));
        for (String pointer : values.find(TopologyKeys.KNOWN_AHEAD).orElse(List.of())) {
            if (!covariates.contains(pointer)) {
                problems.add(source + ": known-ahead: found '" + pointer
                        + "', expected a pointer of covariates or categories");
            }
        }
    }
}
