package io.streamgauge.app.bench;

import io.streamgauge.app.bench.Finding.Progress;
import io.streamgauge.nn.NetworkSpec;
import io.streamgauge.nn.Parameters;
import io.streamgauge.nn.Window;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** {@code bench train}: one training step, ours and the peers' in turns, from the same weights on the same batch. */
public final class TrainBench {
    /** The first loss, a mean over 2,048 errors in single precision, relative to itself. */
    private static final double SAME = 1e-4;

    private static final long SEED = 11;
    private static final InterleavedRounds.Plan PLAN =
            new InterleavedRounds.Plan(5_000_000_000L, 300, 3, 25_000_000_000L);

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
        List<Window> windows = batch.windows(spec.stateSize());
        try (OurTraining ours = new OurTraining(spec, parameters, windows, 1);
                OurTraining onTwoThreads = new OurTraining(spec, parameters, windows, 2);
                Race race = new Race("train." + trainCase.id(), findings)) {
            double loss = ours.step();
            onTwoThreads.step();
            race.enter(BenchReport.OURS, ours::step, 0);
            if (Runtime.getRuntime().availableProcessors() > 1 && !peers.contains(PeerName.DL4J)) {
                race.enter(BenchReport.OURS + ".threads2", onTwoThreads::step, ours.difference(onTwoThreads));
            }
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
