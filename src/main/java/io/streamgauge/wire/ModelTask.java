package io.streamgauge.wire;

import io.streamgauge.forecast.CategorySpec;
import io.streamgauge.forecast.ForecasterSpec;
import io.streamgauge.forecast.Outcome;
import io.streamgauge.forecast.PointHead;
import io.streamgauge.forecast.TargetKind;
import io.streamgauge.nn.NetworkSpec;
import java.util.Map;

/**
 * What windows, weights and checkpoints must agree on to belong together: a network of one shape may still have been
 * trained to say something else.
 *
 * @param network the network's shape
 * @param targetsPerStep targets × horizons
 * @param head how its outputs are read, and what stands beside them
 * @param target what they forecast
 */
public record ModelTask(NetworkSpec network, int targetsPerStep, String head, String target) {

    /** What stands for a record that names no head: the only one that there was. */
    public static final String FIRST_HEAD = new PointHead().id();
    /** What stands for a record that names no target, likewise. */
    public static final String FIRST_TARGET = TargetKind.CHANGE.id();

    private static final String BESIDE = " beside ";
    static final String HEAD = "head";
    static final String TARGET = "target";

    public ModelTask {
        if (targetsPerStep < 1 || (network.outputSize() - (hasOutcome(head) ? 1 : 0)) % targetsPerStep != 0) {
            throw new IllegalArgumentException("network has " + network.outputSize()
                    + " outputs, expected a multiple of " + targetsPerStep + " targets per step");
        }
    }

    /** The task of a network with one output per target. */
    public static ModelTask ofPoints(NetworkSpec network) {
        return new ModelTask(network, network.outputSize(), FIRST_HEAD, FIRST_TARGET);
    }

    /** The task that serves a forecaster. */
    public static ModelTask of(ForecasterSpec spec) {
        return new ModelTask(
                spec.network(), spec.targetsPerStep(), head(spec), spec.target().id());
    }

    private static String head(ForecasterSpec spec) {
        Outcome outcome = spec.outcome();
        return outcome == null ? spec.head().id() : spec.head().id() + BESIDE + outcome.id();
    }

    /** Whether the last output is an outcome's, which the targets of a step do not count. */
    boolean hasOutcome() {
        return hasOutcome(head);
    }

    private static boolean hasOutcome(String head) {
        return head.contains(BESIDE);
    }

    /** The task that serves a forecaster of categories. */
    public static ModelTask of(CategorySpec spec) {
        return new ModelTask(spec.network(), 1, CategorySpec.HEAD, spec.target());
    }

    /** Marks a record's metadata. */
    void mark(Map<String, String> metadata) {
        metadata.put(HEAD, head);
        metadata.put(TARGET, target);
    }

    /** Refuses the record of another task. */
    void require(String what, Map<String, String> metadata) throws WireFormatException {
        require(what, HEAD, metadata.getOrDefault(HEAD, FIRST_HEAD), head);
        require(what, TARGET, metadata.getOrDefault(TARGET, FIRST_TARGET), target);
    }

    private static void require(String what, String name, String found, String expected) throws WireFormatException {
        if (!found.equals(expected)) {
            throw new RefusedWeightsException(
                    WeightsRefusal.LAYOUT, what + " " + name + " is '" + found + "', expected '" + expected + "'");
        }
    }
}
