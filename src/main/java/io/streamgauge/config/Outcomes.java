package io.streamgauge.config;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Which outcome people label; meanings and defaults stand in {@code config/REFERENCE.md}.
 *
 * @param within event time in which it begins; empty where there is none
 * @param name how forecasts name it
 * @param unlabelled what silence means
 * @param patience event time for labels after that
 * @param mostWaiting windows and labels that one waits for
 */
public record Outcomes(
        Optional<Duration> within, String name, Unlabelled unlabelled, Duration patience, int mostWaiting) {
    static Outcomes of(Values values) {
        return new Outcomes(
                values.get(OutcomeKeys.WITHIN),
                values.get(OutcomeKeys.NAME),
                values.get(OutcomeKeys.UNLABELLED),
                values.get(OutcomeKeys.WAIT),
                values.get(OutcomeKeys.MOST_WAITING));
    }

    /** Whether there is an outcome at all. */
    public boolean isOn() {
        return within.isPresent();
    }

    /**
     * What does not go together.
     *
     * @param given the keys that the file has
     */
    static void check(Values values, Set<String> given, String source, List<String> problems) {
        if (values.find(OutcomeKeys.WITHIN).flatMap(one -> one).isPresent()) {
            return;
        }
        for (Setting<?> setting :
                List.of(OutcomeKeys.NAME, OutcomeKeys.UNLABELLED, OutcomeKeys.WAIT, OutcomeKeys.MOST_WAITING)) {
            if (given.contains(setting.key())) {
                problems.add(source + ": " + setting.key()
                        + ": found without outcome.within, expected the time in which the outcome begins, such as"
                        + " outcome.within: 1h");
            }
        }
    }
}
