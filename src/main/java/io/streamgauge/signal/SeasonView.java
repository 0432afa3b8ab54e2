package io.streamgauge.signal;

/** What a target's season says of the steps to come, as seen from the last value; overwritten for every target. */
public final class SeasonView {

    private final Season season;
    private SeasonalProfile profile;
    private boolean known;
    private double phase;
    private int here;
    private double step;
    private double sine;
    private double cosine;

    /** A view of nothing yet. */
    public SeasonView(Season season) {
        this.season = season;
        profile = new SeasonalProfile(season.buckets(), false);
    }

    /** Turns to the last value of a series; the same for all its targets. */
    public void locate(Cadence cadence) {
        known = season.isKnown(cadence);
        if (!known) {
            return;
        }
        phase = season.phase(cadence, 0);
        step = season.step(cadence);
        here = season.bucket(Season.advance(phase, step, 0));
        double next = Season.advance(phase, step, 1);
        sine = Elementary.sine(next);
        cosine = Elementary.cosine(next);
    }

    /** Turns to a target. */
    public void look(SeasonalProfile at) {
        profile = at;
    }

    /** Whether the season's place is known; all else means nothing until it is. */
    public boolean isKnown() {
        return known;
    }

    /** The bucket of the value {@code ahead} steps after the last; before it if negative. */
    public int bucket(int ahead) {
        return ahead == 0 ? here : season.bucket(Season.advance(phase, step, ahead));
    }

    /** The part, of {@code parts} equal ones, into which the bucket of the value {@code ahead} steps after the last falls. */
    public int part(int ahead, int parts) {
        return partOf(bucket(ahead), parts);
    }

    /** The part, of {@code parts} equal ones, into which a bucket falls. */
    public int partOf(int bucket, int parts) {
        return bucket * parts / season.buckets();
    }

    /** The value one season before that {@code ahead} steps from now; {@code otherwise} if there was none. */
    public double lastAhead(int ahead, double otherwise) {
        int bucket = bucket(ahead);
        return profile.knows(bucket) ? profile.last(bucket) : otherwise;
    }

    /** The usual change into the phase {@code ahead} steps from now; 0 if nothing is known of it. */
    public double changeAhead(int ahead) {
        int bucket = bucket(ahead);
        return profile.knows(bucket) ? profile.change(bucket) : 0;
    }

    /** The value one season before the last; the last itself if there was none. */
    public double seasonAgo() {
        return profile.seasonAgo();
    }

    /** The target's profile. */
    public SeasonalProfile profile() {
        return profile;
    }

    /** sin ψ, ψ the phase of the next value. */
    public double sine() {
        return sine;
    }

    /** cos ψ, ψ the phase of the next value. */
    public double cosine() {
        return cosine;
    }
}
