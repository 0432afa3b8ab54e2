package io.streamgauge.app.bench;

import java.util.List;
import java.util.Optional;

/**
 * What a measuring process tells the one that started it, a line each: its kind, then its fields, between tabs.
 *
 * <p>Lines of another form are no findings; a library may print what it likes.
 */
public sealed interface Finding {

    /** The mark of a finding, so that no other output is taken for one. */
    String MARK = "bench-finding";

    /**
     * A contestant's figures in one case.
     *
     * @param nanos median time of one operation
     * @param ratio its time ÷ ours, measured in turns in the same process; 1 for ours
     * @param bytes heap allocated per operation
     * @param difference largest difference of a value to ours before anything was timed
     */
    record Measured(String caseId, String contestant, double nanos, double ratio, long bytes, double difference)
            implements Finding {
        @Override
        public List<String> fields() {
            return List.of(
                    caseId,
                    contestant,
                    Double.toString(nanos),
                    Double.toString(ratio),
                    Long.toString(bytes),
                    Double.toString(difference));
        }
    }

    /**
     * One figure of a run.
     *
     * @param caseId what was run
     */
    record Figure(String caseId, String name, double value, String unit) implements Finding {
        @Override
        public List<String> fields() {
            return List.of(caseId, name, Double.toString(value), unit);
        }
    }

    /** A contestant that is left out of a case, with the reason. */
    record Excluded(String caseId, String contestant, String reason) implements Finding {
        @Override
        public List<String> fields() {
            return List.of(caseId, contestant, reason);
        }
    }

    /** Something that the reader of the table has to know about a contestant. */
    record Remark(String contestant, String text) implements Finding {
        @Override
        public List<String> fields() {
            return List.of(contestant, text);
        }
    }

    /** What all figures of a process were measured on. */
    record Setting(String text) implements Finding {
        @Override
        public List<String> fields() {
            return List.of(text);
        }
    }

    /** What is being measured now, out of how many. */
    record Progress(String text) implements Finding {
        @Override
        public List<String> fields() {
            return List.of(text);
        }
    }

    List<String> fields();

    /** The finding as one line. */
    default String line() {
        StringBuilder line =
                new StringBuilder(MARK).append('\t').append(getClass().getSimpleName());
        for (String field : fields()) {
            line.append('\t').append(field.replaceAll("\\s+", " "));
        }
        return line.toString();
    }

    /** The finding of a line, empty where the line is none. */
    static Optional<Finding> parse(String line) {
        String[] parts = line.split("\t", -1);
        if (parts.length < 3 || !parts[0].equals(MARK)) {
            return Optional.empty();
        }
        return Optional.ofNullable(
                switch (parts[1]) {
                    case "Measured" ->
                        new Measured(
                                parts[2],
                                parts[3],
                                Double.parseDouble(parts[4]),
                                Double.parseDouble(parts[5]),
                                Long.parseLong(parts[6]),
                                Double.parseDouble(parts[7]));
                    case "Figure" -> new Figure(parts[2], parts[3], Double.parseDouble(parts[4]), parts[5]);
                    case "Excluded" -> new Excluded(parts[2], parts[3], parts[4]);
                    case "Remark" -> new Remark(parts[2], parts[3]);
                    case "Setting" -> new Setting(parts[2]);
                    case "Progress" -> new Progress(parts[2]);
                    default -> null;
                });
    }
}
