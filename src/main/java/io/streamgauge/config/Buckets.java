package io.streamgauge.config;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * How raw events become a series; meanings and defaults stand in {@code config/REFERENCE.md}.
 *
 * @param every length of a bucket; empty where every event is a value of its own
 * @param as one for all targets, or one per target
 * @param fields JSON pointers, one per target, to what is aggregated; empty where those of the targets are
 * @param grace event time that a bucket waits for late events
 * @param fill event time for which a quiet key still has buckets
 */
public record Buckets(Optional<Duration> every, List<As> as, List<String> fields, Duration grace, Duration fill) {

    /** Buckets that are open at once, and what a key keeps, grow with it. */
    private static final int MOST_GRACE = 60;

    static Buckets of(Values values) {
        return new Buckets(
                values.get(BucketKeys.EVERY),
                values.get(BucketKeys.AS),
                values.get(BucketKeys.FIELDS),
                values.get(BucketKeys.GRACE),
                values.get(BucketKeys.FILL));
    }

    /** How the events of a bucket become each of {@code targets}. */
    public List<As> asOf(List<String> targets) {
        return as.size() == 1 ? Collections.nCopies(targets.size(), as.get(0)) : as;
    }

    /** Where what is aggregated stands for each of {@code targets}. */
    public List<String> fieldsOf(List<String> targets) {
        return fields.isEmpty() ? targets : fields;
    }

    private static void checkTotal(Values values, String source, List<String> problems) {
        if (values.find(BucketKeys.TOTAL).orElse(false)) {
            problems.add(
                    source + ": total: found true without every, expected the length of a bucket, such as every: 1m");
        }
    }

    /** Whether events are aggregated at all. */
    public boolean isOn() {
        return every.isPresent();
    }

    /**
     * What does not go together; only what could be read is looked at.
     *
     * @param given the keys that the file has
     */
    static void check(Values values, Set<String> given, String source, List<String> problems) {
        Optional<Duration> every = values.find(BucketKeys.EVERY).flatMap(one -> one);
        if (every.isEmpty()) {
            for (Setting<?> setting : List.of(BucketKeys.AS, BucketKeys.FIELDS, BucketKeys.GRACE, BucketKeys.FILL)) {
                if (given.contains(setting.key())) {
                    problems.add(source + ": " + setting.key()
                            + ": found without every, expected the length of a bucket, such as every: 1m");
                }
            }
            checkTotal(values, source, problems);
            return;
        }
        int targets = values.find(TopologyKeys.TARGETS).orElse(List.of()).size();
        int as = values.find(BucketKeys.AS).orElse(List.of()).size();
        if (as > 1 && as != targets) {
            problems.add(source + ": as: found " + as + ", expected 1 or " + targets + ", as many as targets");
        }
        int fields = values.find(BucketKeys.FIELDS).orElse(List.of()).size();
        if (fields > 0 && fields != targets) {
            problems.add(source + ": fields: found " + fields + ", expected " + targets + ", as many as targets");
        }
        values.find(BucketKeys.GRACE)
                .filter(grace -> grace.compareTo(every.get().multipliedBy(MOST_GRACE)) > 0)
                .ifPresent(grace -> problems.add(source + ": grace: found " + grace + ", expected at most " + MOST_GRACE
                        + " times every, which is " + every.get()));
        refuse(values, source, problems);
        if (problems.isEmpty()) {
            refuseSharedFields(values, targets, source, problems);
        }
    }

    /** An event is read once, each of its fields as one thing. */
    private static void refuseSharedFields(Values values, int targets, String source, List<String> problems) {
        Buckets buckets = of(values);
        List<String> fields = buckets.fieldsOf(values.get(TopologyKeys.TARGETS));
        List<As> as = buckets.asOf(fields);
        String time = values.get(TopologyKeys.SOURCE_TIME);
        for (int i = 0; i < targets; i++) {
            String field = fields.get(i);
            boolean read = as.get(i) != As.COUNT && as.get(i) != As.RATE;
            if (read && field.equals(time)) {
                problems.add(source + ": fields: found '" + field + "', expected another one than that of the time");
            }
            for (int j = 0; j < i; j++) {
                boolean both = as.get(i) == As.DISTINCT != (as.get(j) == As.DISTINCT);
                boolean counted = as.get(j) == As.COUNT || as.get(j) == As.RATE;
                if (read && !counted && both && field.equals(fields.get(j))) {
                    problems.add(source + ": fields: found '" + field + "' as "
                            + as.get(j).text() + " and " + as.get(i).text()
                            + ", expected distinct of a field of its own");
                }
            }
        }
    }

    private static void refuse(Values values, String source, List<String> problems) {
        for (Setting<List<String>> setting : List.of(TopologyKeys.COVARIATES, TopologyKeys.CATEGORIES)) {
            values.find(setting)
                    .filter(pointers -> !pointers.isEmpty())
                    .ifPresent(pointers -> problems.add(source + ": " + setting.key() + ": found '" + pointers.get(0)
                            + "' with every, expected none: what comes with raw events is not aggregated"));
        }
        values.find(IntakeKeys.LATE)
                .filter(late -> !Set.of(Late.DROP).contains(late))
                .ifPresent(late -> problems.add(source + ": late: found '" + late.text()
                        + "' with every, expected drop; events that are late by less than grace are counted"));
        values.find(IntakeKeys.DUPLICATE_ID)
                .flatMap(given -> given)
                .ifPresent(pointer -> problems.add(source + ": duplicate-id: found '" + pointer
                        + "' with every, expected none: ids of raw events are not remembered"));
    }
}
