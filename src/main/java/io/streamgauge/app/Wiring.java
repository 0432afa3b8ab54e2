package io.streamgauge.app;

import io.streamgauge.anomaly.AlertRuleSet;
import io.streamgauge.anomaly.AnomalySettings;
import io.streamgauge.anomaly.CategoryMonitor;
import io.streamgauge.anomaly.SeriesMonitor;
import io.streamgauge.backtest.BacktestSpec;
import io.streamgauge.backtest.Control;
import io.streamgauge.config.Outcomes;
import io.streamgauge.config.RuntimeConfig;
import io.streamgauge.config.TopologyConfig;
import io.streamgauge.config.Training;
import io.streamgauge.config.Unlabelled;
import io.streamgauge.forecast.CategorySpec;
import io.streamgauge.forecast.ForecasterSpec;
import io.streamgauge.forecast.GaussianHead;
import io.streamgauge.forecast.Head;
import io.streamgauge.forecast.KeySample;
import io.streamgauge.forecast.ModelSnapshot;
import io.streamgauge.forecast.Outcome;
import io.streamgauge.forecast.PointHead;
import io.streamgauge.forecast.QuantileHead;
import io.streamgauge.forecast.TargetKind;
import io.streamgauge.learn.ConstantRate;
import io.streamgauge.learn.CosineRate;
import io.streamgauge.learn.DriftSettings;
import io.streamgauge.learn.GaussianNll;
import io.streamgauge.learn.Huber;
import io.streamgauge.learn.LearningRateSchedule;
import io.streamgauge.learn.Loss;
import io.streamgauge.learn.NegativeLogLikelihood;
import io.streamgauge.learn.OutcomeSettings;
import io.streamgauge.learn.Pinball;
import io.streamgauge.learn.PlateauRate;
import io.streamgauge.learn.PlateauSettings;
import io.streamgauge.learn.ProbationSettings;
import io.streamgauge.learn.TrainingSettings;
import io.streamgauge.learn.WarmUpRate;
import io.streamgauge.learn.WithOutcome;
import io.streamgauge.metrics.ForecastMetrics;
import io.streamgauge.nn.CellKind;
import io.streamgauge.nn.Parameters;
import io.streamgauge.nn.RecurrentNetwork;
import io.streamgauge.signal.Bounds;
import io.streamgauge.stream.AlertRuleSets;
import io.streamgauge.stream.ForecastServices;
import io.streamgauge.stream.ModelHolder;
import io.streamgauge.stream.StreamInputs;
import io.streamgauge.trainer.TrainerSpec;
import io.streamgauge.wire.Admission;
import io.streamgauge.wire.CategoryStateCodec;
import io.streamgauge.wire.EventReader;
import io.streamgauge.wire.EventWriter;
import io.streamgauge.wire.KeyReader;
import io.streamgauge.wire.ModelTask;
import io.streamgauge.wire.StateCodec;
import io.streamgauge.wire.WeightsRecord;
import io.streamgauge.wire.WeightsSeal;
import io.streamgauge.wire.WireFormatException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** From a topology file's values to the objects of the rooms. */
final class Wiring {

    /** A stream goes on after the fall: learning may become slow, but does not end. */
    private static final double COSINE_END = .1;

    private Wiring() {}

    static ForecasterSpec forecaster(TopologyConfig topology) {
        return new ForecasterSpec(
                StreamInputs.spec(topology),
                topology.horizons(),
                CellKind.of(topology.network().cell().text()),
                topology.network().hidden(),
                topology.network().layers(),
                topology.windows().steps(),
                topology.windows().stride(),
                topology.band().levels(),
                new Bounds(topology.inputs().floor(), topology.inputs().cap()),
                head(topology.trainer()),
                TargetKind.of(topology.trainer().target().text()),
                topology.readoutMemory(),
                outcome(topology));
    }

    private static @Nullable Outcome outcome(TopologyConfig topology) {
        return topology.outcomes()
                .within()
                .map(within -> new Outcome(topology.outcomes().name(), within.toMillis()))
                .orElse(null);
    }

    /** When outcomes are known; null where none is labelled. */
    private static @Nullable OutcomeSettings outcomes(TopologyConfig topology) {
        Outcomes outcomes = topology.outcomes();
        return outcomes.within()
                .map(within -> new OutcomeSettings(
                        within.toMillis(),
                        outcomes.patience().toMillis(),
                        outcomes.unlabelled() == Unlabelled.NO,
                        outcomes.mostWaiting()))
                .orElse(null);
    }

    /** How the network's outputs are read, as {@link #loss} makes them. */
    private static Head head(Training trainer) {
        return switch (trainer.loss()) {
            case HUBER -> new PointHead();
            case QUANTILES -> new QuantileHead(quantiles(trainer));
            case GAUSSIAN_NLL -> new GaussianHead();
        };
    }

    private static Loss loss(TopologyConfig topology) {
        Training trainer = topology.trainer();
        if (topology.categories().isOn()) {
            return new NegativeLogLikelihood(topology.categories().classes());
        }
        Loss values = switch (trainer.loss()) {
            case HUBER -> new Huber(trainer.huberDelta());
            case QUANTILES -> new Pinball(quantiles(trainer));
            case GAUSSIAN_NLL -> new GaussianNll();
        };
        return topology.outcomes().isOn() ? new WithOutcome(values) : values;
    }

    private static double[] quantiles(Training trainer) {
        return trainer.quantiles().stream().mapToDouble(Double::doubleValue).toArray();
    }

    private static LearningRateSchedule schedule(Training trainer) {
        double rate = trainer.learningRate();
        return switch (trainer.schedule()) {
            case CONSTANT -> new ConstantRate(rate);
            case WARM_UP -> new WarmUpRate(trainer.scheduleUpdates(), new ConstantRate(rate));
            case COSINE -> new CosineRate(rate, COSINE_END * rate, trainer.scheduleUpdates());
            case PLATEAU -> new PlateauRate(PlateauSettings.startingAt(rate));
        };
    }

    /** The core of a topology of categories; null where values are forecast. */
    static @Nullable CategoryMonitor categories(TopologyConfig topology) {
        return topology.categories().isOn()
                ? new CategoryMonitor(
                        categorySpec(topology),
                        anomaly(topology),
                        new KeySample(topology.windows().keys()))
                : null;
    }

    private static CategorySpec categorySpec(TopologyConfig topology) {
        return new CategorySpec(
                topology.categories().classes(),
                topology.categories().templates(),
                CellKind.of(topology.network().cell().text()),
                topology.network().hidden(),
                topology.network().layers(),
                topology.windows().steps(),
                topology.windows().stride());
    }

    /** What the network is and what it is trained for. */
    static ModelTask task(TopologyConfig topology) {
        return topology.categories().isOn() ? ModelTask.of(categorySpec(topology)) : ModelTask.of(forecaster(topology));
    }

    static SeriesMonitor monitor(TopologyConfig topology) {
        AlertRuleSet rules = AlertRuleSets.of(topology);
        return monitor(topology, () -> rules);
    }

    /** The core under alert rules that may change. */
    static SeriesMonitor monitor(TopologyConfig topology, Supplier<AlertRuleSet> rules) {
        return new SeriesMonitor(
                forecaster(topology),
                anomaly(topology),
                rules,
                new KeySample(topology.windows().keys()));
    }

    private static AnomalySettings anomaly(TopologyConfig topology) {
        return new AnomalySettings(
                topology.anomaly().alarmsPerMonth(), topology.anomaly().warmUp());
    }

    /** What every task is made with that serves the untrained network until weights come, from a topic of any seal. */
    static ForecastServices services(TopologyConfig topology, ForecastMetrics metrics, Map<Integer, Long> endAtStart) {
        ModelHolder models = new ModelHolder(
                task(topology),
                topology.model(),
                generationZero(topology),
                metrics,
                info -> {},
                WeightsSeal.none(topology.topicNames().weights()));
        return new ForecastServices(topology, monitor(topology), models, metrics, endAtStart)
                .forecasting(categories(topology));
    }

    /** Bytes of a key's state, with or without what windows are cut from. */
    static int stateBytes(TopologyConfig topology, boolean sampled) {
        CategoryMonitor categories = categories(topology);
        return categories == null
                ? new StateCodec(forecaster(topology)).encodedBytes(sampled)
                : new CategoryStateCodec(categories).encodedBytes(sampled);
    }

    /** Generation 0: the untrained network, in charge until the trainer has published a version. */
    static ModelSnapshot generationZero(TopologyConfig topology) {
        return new ModelSnapshot(0, 0, new RecurrentNetwork(task(topology).network(), untrained(topology)));
    }

    /** The parameters of generation 0: forecaster and trainer make the same ones from the seed. */
    private static Parameters untrained(TopologyConfig topology) {
        return topology.categories().isOn()
                ? categorySpec(topology).untrained(topology.seed())
                : forecaster(topology).untrained(topology.seed());
    }

    /** The core that the topology runs, for files. */
    static BacktestSpec backtest(TopologyConfig topology, int round) {
        TopologyConfig.Limits limits = topology.limits();
        TrainerSpec trainer = trainer(topology, Duration.ZERO, true);
        return new BacktestSpec(
                new KeyReader(limits.maxKeyBytes()),
                new EventWriter(StreamInputs.steps(topology)),
                topology.buckets().isOn()
                        ? StreamInputs.stepReader(topology)
                        : new EventReader(StreamInputs.layout(topology), limits.maxEventBytes()),
                new Admission(limits.maxFuture()),
                monitor(topology),
                generationZero(topology),
                trainer.initial(),
                trainer.settings(),
                round,
                false,
                Control.NONE,
                trainer.outcomes());
    }

    static TrainerSpec trainer(TopologyConfig topology, Duration publishInterval, boolean lockstep) {
        Training trainer = topology.trainer();
        TrainingSettings settings = new TrainingSettings(
                        loss(topology),
                        schedule(trainer),
                        new DriftSettings(trainer.driftBoost(), trainer.driftBlocks()),
                        trainer.clipNorm(),
                        trainer.batch(),
                        trainer.updates(),
                        trainer.block(),
                        trainer.replay(),
                        trainer.burnIn(),
                        trainer.margin(),
                        topology.seed())
                .withProbation(new ProbationSettings(trainer.rollbackMargin(), trainer.rollbackPatience()))
                .withTemplates(topology.categories().templates());
        return new TrainerSpec(
                topology.topicNames(),
                topology.model(),
                task(topology),
                settings,
                outcomes(topology),
                untrained(topology),
                publishInterval,
                configHash(topology),
                WeightsSeal.none(topology.topicNames().weights()),
                lockstep);
    }

    /** How this process signs and checks weights. */
    static WeightsSeal seal(TopologyConfig topology, RuntimeConfig runtime) {
        try {
            return WeightsSeal.read(
                    topology.topicNames().weights(),
                    runtime.weightsKeys().signing().orElse(null),
                    runtime.weightsKeys().verification().orElse(null));
        } catch (WireFormatException e) {
            throw new UserError("weights.signing.key, weights.verification.key: " + e.getMessage(), e);
        }
    }

    /** Of the settings that learning depends on, in an order that does not change from run to run. */
    private static String configHash(TopologyConfig topology) {
        List<?> settings = List.of(
                topology.source().targets(),
                topology.horizons(),
                topology.season(),
                topology.readoutMemory(),
                topology.timeZone(),
                new TreeSet<>(topology.holidays()),
                topology.inputs(),
                topology.network(),
                topology.windows(),
                topology.trainer(),
                topology.seed());
        if (topology.categories().isOn()) {
            settings = List.of(settings, topology.categories());
        }
        if (topology.outcomes().isOn()) {
            settings = List.of(settings, topology.outcomes());
        }
        return WeightsRecord.sha256(settings.toString().getBytes(StandardCharsets.UTF_8));
    }
}
