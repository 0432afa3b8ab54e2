package io.streamgauge.app.bench;

import io.streamgauge.app.bench.Finding.Progress;
import io.streamgauge.nn.HiddenState;
import io.streamgauge.nn.NetworkSpec;
import io.streamgauge.nn.Parameters;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/** {@code bench nn}: one step of one series, ours and the peers' in turns, with the same weights and inputs. */
public final class StepBench {
    /** Single precision in another order of summation, through 20 steps: some hundred roundings of values below 1. */
    private static final double SAME = 1e-4;

    private static final int COMPARED_STEPS = 20;
    private static final long SEED = 7;
    private static final InterleavedRounds.Plan PLAN =
            new InterleavedRounds.Plan(3_000_000_000L, 60, 30, 4_000_000_000L);

    /** A power of two, which spares the operation that is timed a division. */
    private static final int INPUTS = 16;

    private final Consumer<Finding> findings;

    public StepBench(Consumer<Finding> findings) {
        this.findings = findings;
    }

    public void run(Set<PeerName> peers) {
        int done = 0;
        for (StepCase stepCase : StepCase.ALL) {
            done++;
            findings.accept(new Progress(stepCase.id() + ", case " + done + " of " + StepCase.ALL.size()));
            measure(stepCase, peers);
        }
    }

    private void measure(StepCase stepCase, Set<PeerName> peers) {
        NetworkSpec spec = stepCase.spec();
        Parameters parameters = weights(spec);
        float[][] inputs = inputs(spec);
        OurStep ours = new OurStep(spec, parameters);
        try (Race race = new Race("step." + stepCase.id(), findings)) {
            race.enter(BenchReport.OURS, operation(spec, ours, inputs), 0);
            for (PeerName name : peers) {
                race.enter(
                        name,
                        peer -> peer.step(stepCase, parameters),
                        contestant -> difference(spec, ours, contestant, inputs),
                        SAME,
                        contestant -> operation(spec, contestant, inputs));
            }
            race.run(PLAN, peers);
        }
    }

    /** The largest difference of a state, or of an output where that is all there is; NaN where one is not a number. */
    private static double difference(NetworkSpec spec, OurStep ours, StepContestant peer, float[][] inputs) {
        HiddenState ourState = new HiddenState(spec);
        HiddenState peerState = new HiddenState(spec);
        float[] ourOut = new float[1];
        float[] peerOut = new float[1];
        double largest = 0;
        for (int t = 0; t < COMPARED_STEPS; t++) {
            float[] input = inputs[t % inputs.length];
            ours.stepWithHead(input, ourState, ourOut);
            peer.step(input, peerState, peerOut);
            largest = peer.hasHead()
                    ? larger(largest, ourOut, peerOut)
                    : larger(largest, ourState.values(), peerState.values());
        }
        return largest;
    }

    private static double larger(double largest, float[] ours, float[] theirs) {
        double larger = largest;
        for (int i = 0; i < ours.length; i++) {
            // Math.max hands NaN on.
            larger = Math.max(larger, Math.abs((double) ours[i] - theirs[i]));
        }
        return larger;
    }

    /** Steps of one series without end. */
    private static Runnable operation(NetworkSpec spec, StepContestant contestant, float[][] inputs) {
        return new Runnable() {
            private final HiddenState state = new HiddenState(spec);
            private final float[] out = new float[1];
            private int next;

            @Override
            public void run() {
                contestant.step(inputs[next++ & (INPUTS - 1)], state, out);
            }
        };
    }

    /** Uniform in ±1/√hiddenSize, the head included: a head of zeros would make all outputs equal. */
    static Parameters weights(NetworkSpec spec) {
        var random = new SplittableRandom(SEED);
        float[] values = new float[spec.layout().size()];
        double bound = 1 / Math.sqrt(spec.hiddenSize());
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (bound * (2 * random.nextDouble() - 1));
        }
        return Parameters.of(spec.layout(), values);
    }

    private static float[][] inputs(NetworkSpec spec) {
        var random = new SplittableRandom(SEED + 1);
        float[][] inputs = new float[INPUTS][];
        for (int i = 0; i < INPUTS; i++) {
            inputs[i] = TrainBatch.normal(random, spec.inputSize());
        }
        return inputs;
    }
}
