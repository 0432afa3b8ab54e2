package io.streamgauge.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.app.Product;
import io.streamgauge.config.TopologyConfig;
import io.streamgauge.wire.StateCodec;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;

/** The faults, each done to a stream of its own in traffic, and what came of it. */
final class Scenarios {

    private static final int PER_SECOND = 300;
    /** The product's default, for what is measured and what has to reach the disk. */
    private static final int COMMIT_MILLIS = 100;

    private static final long SEED = 20_240_101;
    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final long POLL_MILLIS = 5;

    private final Cluster cluster;
    private final Path folder;

    Scenarios(Cluster cluster, Path folder) {
        this.cluster = cluster;
        this.folder = folder;
    }

    /** Two forecasters, killed together and alone by turns, each started again at once; new weights all the while. */
    Row kills(int times) {
        try (Trial trial = Trial.small(cluster, folder, "kills")) {
            return kills(trial, times, "kill -9");
        }
    }

    /** The same with forecasters of categories, under vocabularies that grow. */
    Row killsOfCategories(int times) {
        try (Trial trial = Trial.categories(cluster, folder, "categories")) {
            return kills(trial, times, "kill -9 of categories");
        }
    }

    private static Row kills(Trial trial, int times, String name) {
        Random random = new Random(SEED);
        Instance[] both = two(trial);
        trial.begin(PER_SECOND, both);
        killByTurns(trial, both, times, random, trial.generations()::publish);
        return trial.finish(name);
    }

    /** Both and one by turns, each started again at once. */
    private static void killByTurns(Trial trial, Instance[] both, int times, Random random, Runnable before) {
        boolean together = true;
        for (int done = 0; done < times; ) {
            before.run();
            Trial.pause(500 + random.nextInt(1_000));
            Instance[] victims = together && done + 2 <= times ? both : new Instance[] {both[random.nextInt(2)]};
            trial.recover(() -> {
                trial.kill(victims);
                for (Instance victim : victims) {
                    victim.begin();
                }
            });
            for (Instance victim : victims) {
                victim.awaitStarted();
            }
            done += victims.length;
            together = !together;
        }
    }

    /** Forecasters of raw events, which are killed in the middle of counting; what was counted is told to {@code counted}. */
    Row killsWhileCounting(int times, Consumer<CountCheck> counted) {
        Random random = new Random(SEED);
        try (Trial trial = Trial.counting(cluster, folder, "counting")) {
            Instance[] both = two(trial);
            trial.begin(PER_SECOND, both);
            killByTurns(trial, both, times, random, () -> {});
            Row row = trial.finish("kill -9 while counting");
            counted.accept(CountCheck.of(CommittedLog.read(cluster, trial.topology()), trial.topology()));
            return row;
        }
    }

    /** The same faults at least once: what the verdict is worth shows in that it finds something here. */
    Row controlAtLeastOnce(int times) {
        try (Trial trial = Trial.small(cluster, folder, "control")) {
            Instance lone =
                    trial.instance(Instance.Kind.AT_LEAST_ONCE, trial.folder().resolve("a-state"), 0);
            trial.begin(PER_SECOND, lone);
            for (int i = 0; i < times; i++) {
                Trial.pause(700);
                trial.recover(() -> {
                    trial.kill(lone);
                    lone.start();
                });
            }
            return trial.finish("control: at least once, kill -9");
        }
    }

    /** A forecaster stopped until the group has given its partitions away, which then goes on where it stood. */
    Row zombie() {
        try (Trial trial = Trial.small(cluster, folder, "zombie")) {
            Instance[] both = two(trial);
            trial.begin(PER_SECOND, both);
            // One after the other: now and then one stands between two transactions.
            for (Instance stopped : both) {
                stopped.freeze();
                // Until others forecast for its partitions too, which is past the session timeout.
                trial.recover(() -> {});
                trial.recover(stopped::thaw);
                trial.recover(() -> Trial.pause(2_000));
            }
            return trial.finish("zombie (stopped past the session timeout)");
        }
    }

    Row brokerKilled() {
        try (Trial trial = Trial.small(cluster, folder, "broker-killed")) {
            trial.begin(PER_SECOND, two(trial));
            trial.awaitYoungTransactions();
            trial.fault();
            trial.recover(() -> {
                cluster.kill();
                Trial.pause(3_000);
                cluster.start();
            });
            return trial.finish("broker killed and back");
        }
    }

    /** One broker of three after the other, at any time of a transaction: others take over what it held. */
    Row brokersOfThreeKilled(int times) {
        Random random = new Random(SEED);
        try (Cluster three = new Cluster(folder, 3);
                Trial trial = Trial.replicated(three, folder, "brokers-of-three-killed")) {
            trial.begin(PER_SECOND, two(trial));
            for (int i = 0; i < times; i++) {
                Trial.pause(random.nextInt(Trial.COMMIT_MILLIS));
                trial.fault();
                trial.recover(three::kill);
                trial.recover(three::start);
            }
            return trial.finish("one of three brokers killed and back");
        }
    }

    Row brokerUnreachable(Duration outage) {
        try (Trial trial = Trial.small(cluster, folder, "broker-frozen")) {
            trial.begin(PER_SECOND, two(trial));
            trial.awaitTransaction();
            trial.fault();
            cluster.freeze();
            Trial.pause(outage.toMillis());
            trial.recover(cluster::thaw);
            return trial.finish("broker unreachable for " + outage.toSeconds() + " s");
        }
    }

    Row exceptionInsideAStep() {
        try (Trial trial = Trial.small(cluster, folder, "exception")) {
            Instance faulty =
                    trial.instance(Instance.Kind.FAULTY, trial.folder().resolve("a-state"), 0);
            Instance other = trial.instance("b");
            trial.begin(PER_SECOND, faulty, other);
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            while (faulty.errors().split("A stream thread died", -1).length <= 2) {
                assertThat(System.nanoTime()).as("time for both faults").isLessThan(deadline);
                Trial.pause(100);
            }
            trial.recover(() -> {});
            return trial.finish("exception inside a step");
        }
    }

    /** An older version takes charge while forecasters die before and after it. */
    Row rollback() {
        try (Trial trial = Trial.small(cluster, folder, "rollback")) {
            Instance[] both = two(trial);
            trial.begin(PER_SECOND, both);
            trial.generations().publish();
            trial.generations().publish();
            Trial.pause(1_500);
            trial.recover(() -> {
                trial.kill(both[0]);
                trial.generations().rollBackTo(1);
                both[0].begin();
            });
            trial.recover(() -> {
                trial.kill(both[1]);
                both[1].start();
            });
            return trial.finish("rollback of the weights");
        }
    }

    Row rollingRestart() {
        try (Trial trial = Trial.small(cluster, folder, "rolling")) {
            Instance[] both = two(trial);
            trial.begin(PER_SECOND, both);
            for (Instance instance : both) {
                trial.fault();
                trial.recover(instance::stop);
                trial.recover(instance::start);
            }
            return trial.finish("rolling restart");
        }
    }

    /** One forecaster, then two, then one. */
    Row scale(int standbys) {
        try (Trial trial = Trial.small(cluster, folder, "scale-" + standbys)) {
            Instance first =
                    trial.instance(Instance.Kind.PRODUCT, trial.folder().resolve("a-state"), standbys);
            Instance second =
                    trial.instance(Instance.Kind.PRODUCT, trial.folder().resolve("b-state"), standbys);
            trial.begin(PER_SECOND, first);
            trial.recover(second::start);
            Trial.pause(8_000);
            trial.recover(() -> {
                trial.kill(first);
                first.begin();
            });
            first.awaitStarted();
            Trial.pause(4_000);
            trial.recover(second::stop);
            second.start();
            return trial.finish("scale 1 to 2 to 1, " + standbys + " standby");
        }
    }

    /** A second forecaster joins, and the first is killed before the partitions are given out anew. */
    Row killDuringRebalance(int times) {
        try (Trial trial = Trial.small(cluster, folder, "rebalance")) {
            Instance[] both = two(trial);
            trial.begin(PER_SECOND, both);
            for (int i = 0; i < times; i++) {
                Instance leaving = both[i % 2];
                Instance victim = both[(i + 1) % 2];
                trial.recover(leaving::stop);
                trial.recover(() -> {
                    leaving.begin();
                    awaitRebalance(trial);
                    trial.kill(victim);
                    victim.begin();
                });
                leaving.awaitStarted();
                victim.awaitStarted();
            }
            return trial.finish("kill -9 during rebalance");
        }
    }

    private void awaitRebalance(Trial trial) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!cluster.isRebalancing(trial.names())) {
            assertThat(System.nanoTime()).as("time for a rebalance").isLessThan(deadline);
            Trial.pause(POLL_MILLIS);
        }
    }

    /** The lone forecaster's folder is gone; it is killed again while it restores, before it has forecast anything. */
    Row killDuringRestore(long stateBytes) {
        try (Trial trial = large("restore", stateBytes)) {
            trial.writeEarly();
            Instance lone = trial.instance("a");
            fill(trial, stateBytes, lone);
            trial.kill(lone);
            lone.deleteState();
            trial.arrivals().watch();
            lone.begin();
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            while (lone.stateBytes() < stateBytes / 10) {
                assertThat(System.nanoTime()).as("time for a restore to begin").isLessThan(deadline);
                Trial.pause(POLL_MILLIS);
            }
            trial.kill(lone);
            assertThat(trial.arrivals().any())
                    .as("forecasts before the restore was done")
                    .isFalse();
            trial.recover(lone::start);
            return trial.finish("kill -9 during restore");
        }
    }

    /** Two forecasters with so much state each; one dies, and the other has to restore what it held. */
    Row failOver(long stateBytes) {
        try (Trial trial = large("fail-over", 2 * stateBytes)) {
            Instance[] both = two(trial);
            fill(trial, 2 * stateBytes, both);
            trial.kill(both[0]);
            // From its death on: what it had written until then is no sign of the other one.
            trial.recover(() -> {});
            both[0].start();
            return trial.finish("fail-over with " + (stateBytes >> 20) + " MB of state");
        }
    }

    private Trial large(String name, long stateBytes) {
        int keys = (int) (stateBytes / bytesPerKey());
        return new Trial(cluster, folder, name, "", keys, COMMIT_MILLIS);
    }

    private static int bytesPerKey() {
        return new StateCodec(Product.spec(TopologyConfig.load(null, Map.of("name", "measure")))).encodedBytes(true);
    }

    /** One event of every key, then traffic as ever. */
    private static void fill(Trial trial, long stateBytes, Instance... instances) {
        for (Instance instance : instances) {
            instance.begin();
        }
        for (Instance instance : instances) {
            instance.awaitStarted();
        }
        trial.traffic().burst(stateBytes / bytesPerKey());
        trial.awaitEnd();
        trial.arrivals().watch();
        trial.traffic().start(PER_SECOND);
        trial.arrivals().awaitAll(PATIENCE);
    }

    /** A state folder deleted after a kill, and one damaged after a clean stop. */
    Row stateDeletedAndDamaged() {
        try (Trial trial = Trial.small(cluster, folder, "damaged")) {
            Instance lone = trial.instance("a");
            trial.begin(PER_SECOND, lone);
            trial.awaitYoungTransactions();
            trial.recover(() -> {
                trial.kill(lone);
                lone.deleteState();
                lone.start();
            });
            trial.recover(() -> {
                lone.stop();
                damage(lone);
                lone.start();
            });
            return trial.finish("state folder deleted, damaged");
        }
    }

    /** Overwrites the middle of every table of the stores. */
    private static void damage(Instance instance) {
        int damaged = 0;
        for (Path file : instance.stateFiles()) {
            if (file.toString().endsWith(".sst")) {
                try (RandomAccessFile table = new RandomAccessFile(file.toFile(), "rw")) {
                    byte[] noise = new byte[(int) Math.min(table.length() / 2, 4_096)];
                    new Random(SEED).nextBytes(noise);
                    table.seek(table.length() / 4);
                    table.write(noise);
                    damaged++;
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        }
        assertThat(damaged).as("tables damaged in %s", instance.stateFiles()).isPositive();
    }

    /** The disk under one forecaster's state fills up until a store cannot be written, and is freed. */
    Row diskFull(SmallDisk disk) {
        try (Trial trial = new Trial(cluster, folder, "disk-full", "", 1_000, COMMIT_MILLIS)) {
            Instance cramped = trial.instance(Instance.Kind.PRODUCT, disk.folder(), 0);
            Instance other = trial.instance("b");
            // States of full size, so that stores are soon written to the disk.
            trial.begin(2 * PER_SECOND, cramped, other);
            disk.fill();
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            while (!cramped.errors().contains("No space left")) {
                assertThat(System.nanoTime()).as("time for the disk to be met").isLessThan(deadline);
                Trial.pause(100);
            }
            trial.fault();
            trial.recover(cramped::end);
            disk.free();
            trial.recover(cramped::start);
            return trial.finish("state disk full, then freed");
        }
    }

    private static Instance[] two(Trial trial) {
        return new Instance[] {trial.instance("a"), trial.instance("b")};
    }
}
