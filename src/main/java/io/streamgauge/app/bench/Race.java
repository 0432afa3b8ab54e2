package io.streamgauge.app.bench;

import io.streamgauge.app.bench.Finding.Excluded;
import io.streamgauge.app.bench.Finding.Measured;
import io.streamgauge.app.bench.Finding.Remark;
import io.streamgauge.app.bench.InterleavedRounds.Timing;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/** The contestants of one case: who computes what ours computes is timed beside it, the others are told with a reason. */
final class Race implements AutoCloseable {
    private final String caseId;
    private final Consumer<Finding> findings;
    private final List<Entrant> entrants = new ArrayList<>();

    private record Entrant(String name, Runnable operation, Runnable close, double difference) {}

    Race(String caseId, Consumer<Finding> findings) {
        this.caseId = caseId;
        this.findings = findings;
    }

    /** Enters one of ours, which the caller closes; the first is what all ratios refer to. */
    void enter(String name, Runnable operation, double difference) {
        entrants.add(new Entrant(name, operation, () -> {}, difference));
    }

    /**
     * Enters a peer if it computes the same.
     *
     * @param role the peer in this case, empty where it cannot take part
     * @param difference to ours, of a contestant that has not run yet
     * @param tolerance largest difference that counts as the same
     */
    <C extends Contestant> void enter(
            PeerName name,
            Function<Peer, Optional<C>> role,
            ToDoubleFunction<C> difference,
            double tolerance,
            Function<C, Runnable> operation) {
        try {
            Optional<C> found = role.apply(name.load());
            if (found.isEmpty()) {
                exclude(name, "has nothing for this case");
                return;
            }
            C contestant = found.get();
            double largest = difference.applyAsDouble(contestant);
            if (!(largest <= tolerance)) {
                exclude(name, "computes something else, difference " + largest);
                contestant.close();
                return;
            }
            if (!contestant.remark().isEmpty()) {
                findings.accept(new Remark(name.contestant(), contestant.remark()));
            }
            entrants.add(new Entrant(name.contestant(), operation.apply(contestant), contestant::close, largest));
        } catch (RuntimeException | LinkageError e) {
            // Whatever a foreign library fails with, the others are still measured.
            exclude(name, String.valueOf(e));
        }
    }

    private void exclude(PeerName name, String reason) {
        findings.accept(new Excluded(caseId, name.contestant(), reason));
    }

    /**
     * Times all in turns and tells what came out. Ours alone is timed in the common process only, where it always runs.
     */
    void run(InterleavedRounds.Plan plan, Set<PeerName> asked) {
        if (entrants.size() == 1 && asked.contains(PeerName.DL4J)) {
            return;
        }
        List<Runnable> operations = entrants.stream().map(Entrant::operation).toList();
        List<Timing> timings = new InterleavedRounds(plan).measure(operations);
        for (int i = 0; i < entrants.size(); i++) {
            Entrant entrant = entrants.get(i);
            Timing timing = timings.get(i);
            long bytes = Allocation.bytesPerOperation(entrant.operation);
            findings.accept(
                    new Measured(caseId, entrant.name, timing.nanos(), timing.ratio(), bytes, entrant.difference));
        }
    }

    @Override
    public void close() {
        entrants.forEach(entrant -> entrant.close.run());
    }
}
