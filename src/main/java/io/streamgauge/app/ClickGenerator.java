package io.streamgauge.app;

import io.streamgauge.wire.SourceEvent;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * Endless made-up clicks on pages, several of each page and minute, in the order in which they arrive.
 *
 * <pre>
 *   n ~ Poisson(λ)     λ = λ_page · (1 + 0.6·sin(2π·minute of the day / 1440))
 * </pre>
 *
 * <p>One click of twenty arrives up to eight seconds late. The same seed gives the same clicks on any machine.
 */
final class ClickGenerator implements Iterator<ClickGenerator.Click> {

    private static final Instant START = Instant.parse("2020-01-06T00:00:00Z");
    private static final long MINUTE = 60_000;
    private static final int DAY_MINUTES = 1_440;
    private static final double WAVE = .6;
    private static final double LEAST_RATE = 5;
    private static final double RATE_SPREAD = 20;
    private static final double LATE_SHARE = .05;
    private static final int MOST_LATE = 8_000;
    private static final int USERS = 500;
    private static final int MOST_CENTS = 5_000;

    /**
     * One click.
     *
     * @param time event time in epoch milliseconds
     * @param arrival when it arrives, likewise
     */
    record Click(String page, long time, long arrival, String user, int cents) {

        /** As JSON. */
        byte[] json() {
            return String.format(
                            Locale.ROOT,
                            "{\"time\":\"%s\",\"page\":\"%s\",\"user\":\"%s\",\"amount\":%d.%02d}",
                            Instant.ofEpochMilli(time),
                            page,
                            user,
                            cents / 100,
                            cents % 100)
                    .getBytes(StandardCharsets.UTF_8);
        }

        /** When it is due. */
        SourceEvent due() {
            return new SourceEvent(page, arrival, "", 0);
        }
    }

    private final double[] rates;
    private final SplittableRandom random;
    private final Deque<Click> ahead = new ArrayDeque<>();
    private List<Click> late = new ArrayList<>();
    private long minute;

    /**
     * @param pages how many there are
     */
    ClickGenerator(int pages, long seed) {
        random = new SplittableRandom(seed);
        rates = random.doubles(pages)
                .map(share -> LEAST_RATE + RATE_SPREAD * share)
                .toArray();
    }

    @Override
    public boolean hasNext() {
        return true;
    }

    @Override
    public Click next() {
        while (ahead.isEmpty()) {
            fill();
        }
        return ahead.remove();
    }

    private void fill() {
        long begin = START.toEpochMilli() + minute * MINUTE;
        List<Click> clicks = late;
        double wave = 1 + WAVE * StrictMath.sin(2 * Math.PI * (minute % DAY_MINUTES) / DAY_MINUTES);
        for (int page = 0; page < rates.length; page++) {
            for (int left = poisson(rates[page] * wave); left > 0; left--) {
                clicks.add(click(page, begin));
            }
        }
        minute++;
        clicks.sort(Comparator.comparingLong(Click::arrival));
        late = new ArrayList<>();
        for (Click click : clicks) {
            if (click.arrival() < begin + MINUTE) {
                ahead.add(click);
            } else {
                late.add(click);
            }
        }
    }

    private Click click(int page, long begin) {
        long time = begin + random.nextLong(MINUTE);
        long delay = random.nextDouble() < LATE_SHARE ? random.nextInt(MOST_LATE) : 0;
        return new Click(
                "page-" + page, time, time + delay, "user-" + random.nextInt(USERS), 1 + random.nextInt(MOST_CENTS));
    }

    /** Knuth's product of uniform numbers. */
    private int poisson(double rate) {
        double limit = StrictMath.exp(-rate);
        double product = random.nextDouble();
        int count = 0;
        while (product > limit) {
            product *= random.nextDouble();
            count++;
        }
        return count;
    }
}
