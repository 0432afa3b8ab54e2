package io.streamgauge.faults;

import java.time.Duration;
import java.util.Locale;

/**
 * What came of one trial.
 *
 * @param events records on the source topic
 * @param outputs committed records made of them
 * @param kills processes ended by SIGKILL
 * @param aborted outputs written and taken back: the faults hit live traffic
 * @param recovery the longest time from a fault until every partition had a new committed forecast
 * @param evidence what the records tell of the faults
 * @param finding the oracle's verdict
 */
record Row(
        String name,
        long events,
        long outputs,
        int kills,
        long aborted,
        Duration recovery,
        Evidence evidence,
        Verifier.Finding finding) {

    /** The name as one word. */
    String id() {
        return name.toLowerCase(Locale.ROOT).replaceAll("\\W+", "-").replaceAll("-$", "");
    }

    Verdict verdict() {
        return finding.verdict();
    }
}
