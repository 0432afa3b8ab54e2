package io.streamgauge.faults;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Random;

/** Log lines of jobs that go through the same steps again and again, now and then with one that nobody knows. */
record LogLines(Random random) implements Traffic.Events {

    /** The templates, in the order of a job. */
    static final List<String> TEMPLATES =
            List.of("job <*> started", "reading <*> rows", "rows are sorted", "wrote block <*> of <*>", "job <*> done");

    private static final List<String> STEPS =
            List.of("job %d started", "reading %d rows", "rows are sorted", "wrote block %d of %d", "job %d done");

    @Override
    public byte[] event(int key, long turn, long time) {
        int number = random.nextInt(1_000);
        String line = number % 29 == 0
                ? "fault of kind " + (char) ('a' + number % 23)
                : STEPS.get((int) ((turn + key) % STEPS.size())).formatted(number, number + 1);
        return ("{\"time\":\"" + Instant.ofEpochMilli(time) + "\",\"line\":\"" + line + "\"}")
                .getBytes(StandardCharsets.UTF_8);
    }
}
