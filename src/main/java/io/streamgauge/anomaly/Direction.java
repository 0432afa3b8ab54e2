package io.streamgauge.anomaly;

/** To which side of what was expected a value must lie to be worth an alert. */
public enum Direction {
    ABOVE,
    BELOW,
    BOTH;

    /** Whether a deviation of that sign counts; what has no side, such as a flat line, always does. */
    boolean takes(int sign) {
        return switch (this) {
            case ABOVE -> sign >= 0;
            case BELOW -> sign <= 0;
            case BOTH -> true;
        };
    }
}
