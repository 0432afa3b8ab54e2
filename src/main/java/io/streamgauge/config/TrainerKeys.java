package io.streamgauge.config;

import java.time.Duration;
import java.util.List;

/** The keys of a topology file that say how the sidecar learns. */
final class TrainerKeys {

    static final Setting<LossKind> LOSS = Setting.of(
            "trainer.loss",
            Kind.loss(),
            LossKind.QUANTILES.text(),
            "What the network learns by, and so what it forecasts: huber, one value; quantiles, those of trainer.quantiles;"
                    + " gaussian-nll, mean and variance.");
    static final Setting<List<Double>> QUANTILES = Setting.of(
            "trainer.quantiles",
            Kind.quantiles(),
            "0.05,0.25,0.5,0.75,0.95",
            "Quantiles that the network forecasts where trainer.loss is quantiles.");
    static final Setting<Target> TARGET = Setting.of(
            "trainer.target",
            Kind.target(),
            Target.CHANGE.text(),
            "What the network learns to forecast: change, that of the value; residual, what the key's own readout leaves of"
                    + " the next value's change, to which it is added.");
    static final Setting<Double> LEARNING_RATE = Setting.of(
            "trainer.learning-rate",
            Kind.decimal("a number above 0, at most 1", value -> value > 0 && value <= 1),
            "0.004",
            "Step size of the optimiser; where trainer.schedule changes it, the largest.");
    static final Setting<RateSchedule> SCHEDULE = Setting.of(
            "trainer.schedule",
            Kind.schedule(),
            RateSchedule.COSINE.text(),
            "How the learning rate changes: constant; warm-up, a rise over trainer.schedule-updates; cosine, a fall to a"
                    + " tenth over as many; plateau, a tenth whenever the loss on fresh windows stops falling.");
    static final Setting<Integer> SCHEDULE_UPDATES = Setting.of(
            "trainer.schedule-updates",
            Kind.integer(1, 100_000_000),
            "6000",
            "Updates over which trainer.schedule raises or lowers the learning rate.");
    static final Setting<Double> DRIFT_BOOST = Setting.of(
            "trainer.drift-boost",
            Kind.decimal("a number from 1 to 100", value -> value >= 1 && value <= 100),
            "2.0",
            "What the learning rate is multiplied by for some blocks after the champion's loss on fresh windows has"
                    + " clearly risen.");
    static final Setting<Integer> DRIFT_BLOCKS = Setting.of(
            "trainer.drift-blocks",
            Kind.integer(0, 10_000),
            "8",
            "Blocks for which the response to such a rise lasts; 0 for none.");
    static final Setting<Double> CLIP_NORM = Setting.of(
            "trainer.clip-norm",
            Kind.positive(),
            "1.0",
            "Largest global norm of a gradient; larger ones are scaled down to it.");
    static final Setting<Double> HUBER_DELTA = Setting.of(
            "trainer.huber-delta",
            Kind.positive(),
            "3.0",
            "Scaled error from which the loss grows linearly instead of with the square.");
    static final Setting<Integer> BATCH =
            Setting.of("trainer.batch", Kind.integer(1, 65_536), "32", "Windows per update; at most trainer.replay.");
    static final Setting<Integer> UPDATES =
            Setting.of("trainer.updates", Kind.integer(1, 100_000), "32", "Updates per block.");
    static final Setting<Integer> BLOCK = Setting.of(
            "trainer.block",
            Kind.integer(1, 65_536),
            "32",
            "New windows that make a block, after which training goes on; at most trainer.replay.");
    static final Setting<Integer> REPLAY = Setting.of(
            "trainer.replay", Kind.integer(1, 1_000_000), "512", "Latest windows kept to draw batches from.");
    static final Setting<Integer> BURN_IN = Setting.of(
            "trainer.burn-in",
            Kind.integer(0, 511),
            "0",
            "First steps of a window that only bring the hidden state up to date and have no part in the loss; less than"
                    + " windows.steps.");
    static final Setting<Double> MARGIN = Setting.of(
            "trainer.margin",
            Kind.decimal("a number from 0, below 1", value -> value >= 0 && value < 1),
            "0.02",
            "Share by which a candidate's loss on unseen windows may exceed the champion's and still be promoted.");
    static final Setting<Double> ROLLBACK_MARGIN = Setting.of(
            "trainer.rollback-margin",
            Kind.decimal("a number from 0, below 1", value -> value >= 0 && value < 1),
            "0.05",
            "Share by which a champion's loss on windows after its promotion may exceed that of the version before it.");
    static final Setting<Integer> ROLLBACK_PATIENCE = Setting.of(
            "trainer.rollback-patience",
            Kind.integer(0, 1_000),
            "3",
            "Blocks in a row beyond trainer.rollback-margin after which the version before it takes charge again; 0 for"
                    + " never.");
    static final Setting<Duration> PUBLISH_INTERVAL = Setting.of(
            "trainer.publish-interval",
            Kind.duration(Duration.ZERO),
            "5s",
            "Least wall-clock time from one published version to the next; 0s publishes after every block.");

    private TrainerKeys() {}
}
