package io.streamgauge.backtest;

import java.util.List;
import java.util.stream.IntStream;

/** What the network's forecasts of categories stand beside: n-grams of 1 (how frequent each is) to {@value #LONGEST} events. */
public final class CategoryBaselines {

    public static final int LONGEST = 5;

    private final List<NGram> grams =
            IntStream.rangeClosed(1, LONGEST).mapToObj(NGram::new).toList();
    private final boolean[] hits = new boolean[LONGEST];
    private final double[] nats = new double[LONGEST];

    /** Asks each n-gram for a key's next event, then tells it. */
    public void take(String key, String category) {
        for (int n = 0; n < LONGEST; n++) {
            NGram gram = grams.get(n);
            hits[n] = gram.expected(key).equals(category);
            nats[n] = -StrictMath.log(gram.probability(key, category));
            gram.learn(key, category);
        }
    }

    /** Whether each n-gram had foretold the last event, that of one event first; overwritten. */
    public boolean[] hits() {
        return hits;
    }

    /** −ln p of the last event under each n-gram; overwritten. */
    public double[] nats() {
        return nats;
    }
}
