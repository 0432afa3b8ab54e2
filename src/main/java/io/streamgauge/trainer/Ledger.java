package io.streamgauge.trainer;

/**
 * The numbers that the trainer has given away, and which versions stand where.
 *
 * @param generation of the present champion; 0 before any
 * @param version highest number of a version; 0 before any
 * @param champion version in charge; 0 for the untrained weights
 * @param fallback version that a degraded champion gives way to; 0 for none
 * @param decisions made so far
 */
record Ledger(long generation, long version, long champion, long fallback, long decisions) {

    static final Ledger EMPTY = new Ledger(0, 0, 0, 0, 0);

    /** With a new version in charge. */
    Ledger promoted() {
        long next = version + 1;
        return new Ledger(generation + 1, next, next, fallback == 0 ? next : fallback, decisions);
    }

    /** With a version in charge that is there already, and nothing that it would give way to. */
    Ledger pointedTo(long chosen) {
        return new Ledger(generation + 1, Math.max(version, chosen), chosen, chosen, decisions);
    }

    /** With a champion that has held. */
    Ledger confirmed() {
        return new Ledger(generation, version, champion, champion, decisions);
    }

    Ledger decided() {
        return new Ledger(generation, version, champion, fallback, decisions + 1);
    }

    /** Past the numbers that somebody else has taken meanwhile. */
    Ledger atLeast(long takenGeneration, long takenVersion) {
        return new Ledger(
                Math.max(generation, takenGeneration), Math.max(version, takenVersion), champion, fallback, decisions);
    }

    /** With a champion that somebody else has chosen. */
    Ledger overtakenBy(long chosen) {
        return new Ledger(generation, version, chosen, chosen, decisions);
    }
}
