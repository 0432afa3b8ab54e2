package io.streamgauge.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * A made-up series at half-hour steps that takes memory to forecast: a day's shape, which the clock tells, and a swing of
 * 19 steps, which only the values before tell, under a little noise.
 */
final class DailySeries {
    private static final int STEPS_PER_DAY = 48;
    private static final double SWING_STEPS = 19;
    private static final LocalDateTime BEGIN = LocalDateTime.of(2024, 1, 1, 0, 0);
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);

    private DailySeries() {}

    /** Writes so many rows below the line of column names. */
    static Path write(Path file, int rows) throws IOException {
        SplittableRandom random = new SplittableRandom(42);
        StringBuilder text = new StringBuilder("time,load\n");
        for (int i = 0; i < rows; i++) {
            double day = 2 * Math.PI * i / STEPS_PER_DAY;
            double value = 1000
                    + 100 * Math.sin(day)
                    + 30 * Math.cos(2 * day)
                    + 60 * Math.sin(2 * Math.PI * i / SWING_STEPS)
                    + 4 * random.nextGaussian();
            text.append(TIME.format(BEGIN.plusMinutes(30L * i))).append(String.format(Locale.ROOT, ",%.3f%n", value));
        }
        return Files.writeString(file, text);
    }
}
