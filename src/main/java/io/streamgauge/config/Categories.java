package io.streamgauge.config;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * How a topic of categories is forecast; meanings and defaults stand in {@code config/REFERENCE.md}.
 *
 * @param field JSON pointer of the category; empty where values are forecast
 * @param templates whether the field holds log lines, whose templates are the categories
 * @param vocabulary most categories that are known
 * @param top categories that a forecast names
 */
public record Categories(Optional<String> field, boolean templates, int vocabulary, int top) {

    /** What speaks of numbers, of their time, or of what is not kept of categories. */
    private static final List<Setting<?>> OF_NUMBERS = List.of(
            TopologyKeys.TARGETS,
            TopologyKeys.COVARIATES,
            TopologyKeys.CATEGORIES,
            TopologyKeys.CATEGORY_ROWS,
            TopologyKeys.KNOWN_AHEAD,
            TopologyKeys.MISSING,
            TopologyKeys.FLOOR,
            TopologyKeys.CAP,
            TopologyKeys.HORIZONS,
            TopologyKeys.SEASON,
            TopologyKeys.READOUT_MEMORY,
            TopologyKeys.TIME_ZONE,
            TopologyKeys.HOLIDAYS,
            TopologyKeys.GAP_INPUT,
            TopologyKeys.GAP_DECAY,
            TopologyKeys.LEVEL,
            TopologyKeys.LEVELS,
            AlertKeys.WARM_UP_TIME,
            TrainerKeys.LOSS,
            TrainerKeys.QUANTILES,
            TrainerKeys.TARGET,
            TrainerKeys.HUBER_DELTA,
            BucketKeys.EVERY,
            OutcomeKeys.WITHIN,
            IntakeKeys.LATE,
            IntakeKeys.LATE_WAIT,
            IntakeKeys.LATE_BUFFER,
            IntakeKeys.DUPLICATE_ID,
            IntakeKeys.DUPLICATE_IDS,
            IntakeKeys.EXPIRE_EVENT_TIME);

    static Categories of(Values values) {
        return new Categories(
                values.get(CategoryKeys.FIELD),
                values.get(CategoryKeys.TEMPLATES),
                values.get(CategoryKeys.VOCABULARY),
                values.get(CategoryKeys.TOP));
    }

    /** Whether categories are forecast instead of values. */
    public boolean isOn() {
        return field.isPresent();
    }

    /** Classes of the network: every place of the vocabulary, and the unknown. */
    public int classes() {
        return vocabulary + 1;
    }

    /**
     * What does not go together.
     *
     * @param given the keys that the file has
     */
    static void check(Values values, Set<String> given, String source, List<String> problems) {
        Optional<String> field = values.find(CategoryKeys.FIELD).flatMap(one -> one);
        if (field.isEmpty()) {
            for (Setting<?> setting : List.of(CategoryKeys.TEMPLATES, CategoryKeys.VOCABULARY, CategoryKeys.TOP)) {
                if (given.contains(setting.key())) {
                    problems.add(source + ": " + setting.key() + ": found without category.field, expected the pointer"
                            + " of a category, such as category.field: /type");
                }
            }
            return;
        }
        for (Setting<?> setting : OF_NUMBERS) {
            if (given.contains(setting.key())) {
                problems.add(source + ": " + setting.key()
                        + ": found with category.field, expected none: it is about values, not categories");
            }
        }
        if (given.stream().anyMatch(key -> key.startsWith("alerts."))) {
            problems.add(source + ": alerts: found with category.field, expected none: they are rules for values; an"
                    + " episode of categories opens where the score passes 1");
        }
        if (values.find(TopologyKeys.OUTPUT).filter(Output.COMPACT::equals).isPresent()) {
            problems.add(source + ": output: found 'compact' with category.field, expected full or anomalies");
        }
        if (field.equals(values.find(TopologyKeys.SOURCE_TIME))) {
            problems.add(source + ": category.field: found '" + field.get() + "', expected another than source.time");
        }
    }
}
