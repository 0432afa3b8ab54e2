package io.streamgauge.learn;

/**
 * When a step's outcome counts as known.
 *
 * @param within milliseconds of event time after a step in which the outcome begins, or does not
 * @param patience milliseconds of event time after that in which somebody may still say so
 * @param silenceIsNo whether a step of which nobody has said anything by then had none; else it is not learned from
 * @param mostWaiting windows and labels read after one at which it waits no longer
 */
public record OutcomeSettings(long within, long patience, boolean silenceIsNo, int mostWaiting) {
    public OutcomeSettings {
        Requirements.atLeast("mostWaiting", mostWaiting, 1);
        if (within < 1 || patience < 0) {
            throw new IllegalArgumentException(
                    "within is " + within + " and patience " + patience + " ms, expected at least 1 and 0");
        }
    }
}
