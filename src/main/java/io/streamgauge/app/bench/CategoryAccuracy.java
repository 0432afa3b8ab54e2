package io.streamgauge.app.bench;

import java.util.Arrays;
import java.util.Locale;

/** How often the next event was foretold, by the network, by the process itself and by n-grams. */
final class CategoryAccuracy {

    private final long[] grams;
    private long events;
    private long network;
    private long possible;
    private double nats;
    private long scored;

    /** @param orders n-grams of 1 to so many events */
    CategoryAccuracy(int orders) {
        grams = new long[orders];
    }

    /**
     * Takes in one event.
     *
     * @param gramHits whether each n-gram foretold it
     * @param surprisal NaN where nothing had been issued
     */
    void add(boolean networkHit, boolean possibleHit, boolean[] gramHits, double surprisal) {
        events++;
        network += networkHit ? 1 : 0;
        possible += possibleHit ? 1 : 0;
        for (int n = 0; n < grams.length; n++) {
            grams[n] += gramHits[n] ? 1 : 0;
        }
        if (!Double.isNaN(surprisal)) {
            nats += surprisal;
            scored++;
        }
    }

    double network() {
        return network / (double) events;
    }

    double possible() {
        return possible / (double) events;
    }

    /** Of the best n-gram. */
    double gram() {
        return Arrays.stream(grams).max().orElse(0) / (double) events;
    }

    String row() {
        return String.format(
                Locale.ROOT,
                "%8.1f%% %8.1f%% %8.1f%% %9.3f",
                100 * network(),
                100 * possible(),
                100 * gram(),
                nats / Math.max(1, scored));
    }

    /** For the progress of a run. */
    String text() {
        return String.format(
                Locale.ROOT,
                "right: network %.1f %%, possible %.1f %%, n-gram %.1f %%",
                100 * network(),
                100 * possible(),
                100 * gram());
    }
}
