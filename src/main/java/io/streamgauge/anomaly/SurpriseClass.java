package io.streamgauge.anomaly;

/** Statistics that speak of the same kind of event, so that what is said of one holds for all of them. */
enum SurpriseClass {
    /** One value that lies off. */
    SUDDEN,
    /** Many values that lie off to one side. */
    LASTING,
    FLAT,
    SILENCE;

    static SurpriseClass of(Statistic statistic) {
        return switch (statistic) {
            case SPIKE, PHASE, RANGE, SURPRISE -> SUDDEN;
            case DRIFT, LEVEL, JOINT -> LASTING;
            case FLAT -> FLAT;
            case SILENCE -> SILENCE;
        };
    }

    /** Whether two statistics are of one class. */
    static boolean same(Statistic one, Statistic other) {
        return of(one) == of(other);
    }
}
