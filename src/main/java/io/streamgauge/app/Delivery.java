package io.streamgauge.app;

import java.util.SplittableRandom;

/** What happens to one sensor's events on their way: lost in gaps, late, doubled. */
final class Delivery {
    /** Steps that the longest gap lasts; shorter than any silence. */
    static final int MAX_GAP = 6;

    /** Steps by which the latest event is late. */
    static final int MAX_DELAY = 5;

    private static final int MIN_GAP = 2;
    private static final double MEAN_GAP = (MIN_GAP + MAX_GAP) / 2.0;

    private final SplittableRandom random;
    private final double gapStart;
    private final double lateShare;
    private final double duplicateShare;
    private int gapLeft;
    private int delay;
    private boolean duplicate;
    private int duplicateDelay;

    Delivery(SplittableRandom random, double gapShare, double lateShare, double duplicateShare) {
        this.random = random;
        // A share s of missing steps in gaps of mean length L needs a gap to begin with s / (L (1 − s)).
        this.gapStart = gapShare / (MEAN_GAP * (1 - gapShare));
        this.lateShare = lateShare;
        // Only what is on time is doubled, so more of it must be for the share to hold.
        this.duplicateShare = duplicateShare / (1 - lateShare);
    }

    /** Draws what happens to the next event; always as many draws, so that one fate does not change the others. */
    void draw() {
        boolean begins = random.nextDouble() < gapStart;
        int length = between(MIN_GAP, MAX_GAP);
        boolean late = random.nextDouble() < lateShare;
        int lateness = between(1, MAX_DELAY);
        boolean twice = random.nextDouble() < duplicateShare;
        duplicateDelay = between(0, MAX_DELAY);
        if (gapLeft > 0) {
            gapLeft--;
        }
        if (gapLeft == 0 && begins) {
            gapLeft = length;
        }
        delay = late ? lateness : 0;
        duplicate = twice && !late;
    }

    private int between(int least, int most) {
        return least + (int) (random.nextDouble() * (most - least + 1));
    }

    boolean isLost() {
        return gapLeft > 0;
    }

    /** Steps that the event is late by, mostly 0. */
    int delay() {
        return delay;
    }

    boolean isDuplicate() {
        return duplicate;
    }

    /** Steps from an event to its duplicate. */
    int duplicateDelay() {
        return duplicateDelay;
    }
}
