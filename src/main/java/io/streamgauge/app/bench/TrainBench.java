package io.streamgauge.app.bench;

import io.streamgauge.app.bench.Finding.Progress;
import io.streamgauge.nn.NetworkSpec;
import io.streamgauge.nn.Parameters;
import java.util.Set;
import java.util.function.Consumer;

/** {@code bench train}: one training step, ours and the peers' in turns, from the same weights on the same batch. */
public final class TrainBench {
    /** The first loss, a mean over 2,048 errors in single precision, relative to itself. */
    private static final double SAME = 1e-4;

    private static final long SEED = 11;
    private static final InterleavedRounds.Plan PLAN =
            new InterleavedRounds.Plan(5_000_000_000L, 20, 3, 25_000_000_000L);

    private final Consumer<Finding> findings;

    public TrainBench(Consumer<Finding> findings) {
        this.findings = findings;
    }

    public void run(Set<PeerName> peers) {
        int done = 0;
        for (TrainCase trainCase : TrainCase.ALL) {
            done++;
            findings.accept(new Progress(trainCase.id() + ", case " + done + " of " + TrainCase.ALL.size()));
            measure(trainCase, peers);
        }
    }

    private void measure(TrainCase trainCase, Set<PeerName> peers) {
        NetworkSpec spec = trainCase.spec();
        Parameters parameters = StepBench.weights(spec);
        TrainBatch batch = TrainBatch.random(SEED);
        TrainContestant ours = new OurTraining(spec, parameters, batch.windows(spec.stateSize()));
        double loss = ours.step();
        try (Race race = new Race("train." + trainCase.id(), findings)) {
            race.enter(BenchReport.OURS, ours::step);
            for (PeerName name : peers) {
                race.enter(
                        name,
                        peer -> peer.training(trainCase, parameters, batch),
                        contestant -> Math.abs(contestant.step() - loss) / loss,
                        SAME,
                        contestant -> contestant::step);
            }
            race.run(PLAN, peers);
        }
    }
}
