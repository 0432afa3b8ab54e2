package io.streamgauge.app.bench;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Locale;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * A generated process whose events obey rules near and far, so that the best possible forecast is known.
 *
 * <pre>
 *   cycle     {@value #SLOTS} slots of {@value #STEPS} steps and an echo: s0.0 s0.1 … s0.4 k0.x  s1.0 … k1.y  s2.0 … k2.z  s3.0 … k3.w
 *   echo      of a slot: what it was a cycle, at least {@value #LAG} events, ago; with probability {@value #CHANGE} another of {@value #KINDS}
 *   noise     before any event a retry with probability {@value #RETRY}; instead of a step one of another way with {@value #DETOUR}
 *   drift     later, every echo is the one after that of a cycle ago, and two slots take their steps in reverse
 * </pre>
 *
 * <p>Nothing within {@value #STEPS} events of an echo tells what it will be. Injected anomalies are what the process never
 * does: two steps in the wrong order, a step that is missing, an event of a kind that never was. The rarest that it does is
 * an echo of one of the other kinds, with probability .0081: who knows the process tells every fault from its noise.
 */
final class NoisyAutomaton {

    /** What is wrong with an event. */
    enum Fault {
        WRONG_ORDER,
        MISSING_STEP,
        UNKNOWN_EVENT;

        /** Its name in results. */
        String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * One event.
     *
     * @param likeliest what the process' own probabilities make the most probable in its place
     * @param probability of the event in its place; 0 of a fault, which the process never makes
     * @param fault null where the process made it
     */
    record Event(
            String category,
            String likeliest,
            double probability,
            @Nullable Fault fault) {

        private static Event of(String category, String likeliest, double probability) {
            return new Event(category, likeliest, probability, null);
        }

        private static Event faulty(String category, String likeliest, Fault fault) {
            return new Event(category, likeliest, 0, fault);
        }
    }

    static final int LAG = 24;
    private static final int SLOTS = 4;
    private static final int STEPS = 5;
    private static final int KINDS = 8;
    private static final double CHANGE = .06;
    private static final double RETRY = .05;
    private static final double DETOUR = .06;
    private static final int NAMES = 1_000_000;

    private final Random random;
    private final int[] kinds = new int[SLOTS];
    /** Events of a wrong order that are still to come. */
    private final Deque<Event> queue = new ArrayDeque<>();

    private boolean drifted;
    private int slot;
    private int step;

    NoisyAutomaton(long seed) {
        random = new Random(seed);
        Arrays.setAll(kinds, i -> random.nextInt(KINDS));
        slot = random.nextInt(SLOTS);
    }

    /** Changes the rules. */
    void drift() {
        drifted = true;
    }

    /** The next event of the process. */
    Event next() {
        Event queued = queue.pollFirst();
        if (queued != null) {
            return queued;
        }
        String likeliest = likeliest();
        double draw = random.nextDouble();
        if (draw < RETRY) {
            return Event.of("retry", likeliest, RETRY);
        }
        if (step == STEPS) {
            return echo(likeliest);
        }
        String way = "way" + slot;
        advance();
        return draw < RETRY + DETOUR
                ? Event.of(way, likeliest, DETOUR)
                : Event.of(likeliest, likeliest, 1 - RETRY - DETOUR);
    }

    /** Whether a fault fits in here. */
    boolean admitsFault() {
        return queue.isEmpty() && step < STEPS - 1;
    }

    /** An event that the process would not have made, instead of the next one. */
    Event fault() {
        String likeliest = likeliest();
        return switch (random.nextInt(Fault.values().length)) {
            case 0 -> {
                String late = likeliest;
                advance();
                String early = likeliest();
                advance();
                queue.add(Event.faulty(late, likeliest(), Fault.WRONG_ORDER));
                yield Event.faulty(early, likeliest, Fault.WRONG_ORDER);
            }
            case 1 -> {
                advance();
                String following = likeliest();
                advance();
                yield Event.faulty(following, likeliest, Fault.MISSING_STEP);
            }
            default -> Event.faulty("error." + random.nextInt(NAMES), likeliest, Fault.UNKNOWN_EVENT);
        };
    }

    private String likeliest() {
        return step == STEPS ? name(expectedKind()) : "s" + slot + "." + (reversed() ? STEPS - 1 - step : step);
    }

    private boolean reversed() {
        return drifted && slot % 2 == 0;
    }

    private int expectedKind() {
        return drifted ? (kinds[slot] + 1) % KINDS : kinds[slot];
    }

    private Event echo(String likeliest) {
        int kind = expectedKind();
        double probability = (1 - RETRY) * (1 - CHANGE);
        if (random.nextDouble() < CHANGE) {
            kind = (kind + 1 + random.nextInt(KINDS - 1)) % KINDS;
            probability = (1 - RETRY) * CHANGE / (KINDS - 1);
        }
        kinds[slot] = kind;
        String category = name(kind);
        advance();
        return Event.of(category, likeliest, probability);
    }

    private String name(int kind) {
        return "k" + slot + "." + kind;
    }

    private void advance() {
        step++;
        if (step > STEPS) {
            step = 0;
            slot = (slot + 1) % SLOTS;
        }
    }
}
