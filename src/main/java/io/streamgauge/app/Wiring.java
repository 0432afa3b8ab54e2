package io.streamgauge.app;

import io.streamgauge.anomaly.AnomalySettings;
import io.streamgauge.anomaly.SeriesMonitor;
import io.streamgauge.config.TopologyConfig;
import io.streamgauge.forecast.ForecasterSpec;
import io.streamgauge.forecast.ModelSnapshot;
import io.streamgauge.learn.TrainingSettings;
import io.streamgauge.nn.CellKind;
import io.streamgauge.nn.Initializer;
import io.streamgauge.nn.Parameters;
import io.streamgauge.nn.RecurrentNetwork;
import io.streamgauge.signal.Bounds;
import io.streamgauge.stream.StreamInputs;
import io.streamgauge.trainer.TrainerSpec;
import java.time.Duration;
import java.util.List;

/** From a topology file's values to the objects of the rooms. */
final class Wiring {

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
                List.of(topology.band().level()),
                new Bounds(topology.inputs().floor(), topology.inputs().cap()));
    }

    static SeriesMonitor monitor(TopologyConfig topology) {
        return new SeriesMonitor(
                forecaster(topology),
                new AnomalySettings(
                        topology.anomaly().alarmsPerMonth(), topology.anomaly().warmUp()));
    }

    /** Generation 0: the untrained network, in charge until the trainer has published a version. */
    static ModelSnapshot generationZero(TopologyConfig topology) {
        return new ModelSnapshot(0, 0, new RecurrentNetwork(forecaster(topology).network(), untrained(topology)));
    }

    /** The parameters of generation 0: forecaster and trainer make the same ones from the seed. */
    private static Parameters untrained(TopologyConfig topology) {
        return Initializer.initialize(forecaster(topology).network(), topology.seed());
    }

    static TrainerSpec trainer(TopologyConfig topology, Duration publishInterval, boolean lockstep) {
        TopologyConfig.Trainer trainer = topology.trainer();
        TrainingSettings settings = new TrainingSettings(
                trainer.huberDelta(),
                trainer.learningRate(),
                trainer.clipNorm(),
                trainer.batch(),
                trainer.updates(),
                trainer.block(),
                trainer.replay(),
                trainer.margin(),
                topology.seed());
        return new TrainerSpec(
                topology.topicNames(),
                topology.model(),
                forecaster(topology).network(),
                settings,
                untrained(topology),
                publishInterval,
                lockstep);
    }
}
