package io.streamgauge.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.backtest.Backtest;
import io.streamgauge.backtest.BacktestSpec;
import io.streamgauge.backtest.Control;
import io.streamgauge.backtest.NetworkWorth;
import io.streamgauge.backtest.Scored;
import io.streamgauge.config.TopologyConfig;
import io.streamgauge.wire.SourceEvent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The controls on keys that memory helps to forecast: a covariate moves the value three events later.
 *
 * <p>Far easier than {@link Panel}, so that seconds suffice: it shows that the controls take away what they say, and not
 * what the network is worth elsewhere.
 */
class AblationTest {

    private static final int ROUND = 128;
    private static final int KEYS = 40;
    private static final int DAYS = 120;
    private static final int LEARNING_DAYS = 60;
    private static final int DELAY = 3;
    private static final long DAY_MILLIS = 86_400_000;

    private static final Map<Control, NetworkWorth> RUNS = new HashMap<>();

    @BeforeAll
    static void runAll() {
        for (Control control : Control.values()) {
            RUNS.put(control, run(control));
        }
    }

    private static List<SourceEvent> events() {
        SplittableRandom random = new SplittableRandom(3);
        double[][] campaigns = new double[KEYS][DAYS];
        List<SourceEvent> events = new ArrayList<>();
        for (int day = 0; day < DAYS; day++) {
            for (int key = 0; key < KEYS; key++) {
                campaigns[key][day] = random.nextDouble() < .15 ? 1 : 0;
                double answer = day < DELAY ? 0 : 4 * campaigns[key][day - DELAY];
                double value = 20 + answer + .5 * random.nextGaussian();
                events.add(new SourceEvent(
                        "key-" + key,
                        day * DAY_MILLIS,
                        Integer.toString(day),
                        new double[] {value},
                        new double[] {campaigns[key][day]},
                        List.of("any")));
            }
        }
        return events;
    }

    private static NetworkWorth run(Control control) {
        Map<String, String> settings = new HashMap<>(AblationCommand.PANEL_TOPOLOGY);
        settings.put("network.hidden", "12");
        settings.put("windows.steps", "16");
        settings.put("windows.stride", "4");
        settings.put("trainer.learning-rate", "0.01");
        TopologyConfig topology = TopologyConfig.load(null, settings);
        NetworkWorth worth = new NetworkWorth(LEARNING_DAYS);
        BacktestSpec spec = Wiring.backtest(topology, ROUND).under(control);
        Backtest backtest = new Backtest(spec, () -> DAYS * DAY_MILLIS, List.of(worth));
        events().forEach(backtest::take);
        backtest.finish();
        return worth;
    }

    private static NetworkWorth worth(Control control) {
        return Objects.requireNonNull(RUNS.get(control));
    }

    private static double error(Control control) {
        return worth(control).figures(Scored.NETWORK).maeRatio();
    }

    @Test
    void shouldForecastBetterWithTrainedLayersThanWithRandomOnes() {
        assertThat(error(Control.NONE)).isLessThan(.95 * error(Control.FROZEN));
    }

    @Test
    void shouldForecastBetterWithMemoryThanWithout() {
        assertThat(error(Control.NONE)).isLessThan(.95 * error(Control.STATELESS));
    }

    @Test
    void shouldForecastBetterIfItGoesOnLearning() {
        assertThat(error(Control.NONE)).isLessThan(.95 * error(Control.FIRST_VERSION));
    }

    @Test
    void shouldServeNoVersionAfterTheFirst() {
        assertThat(worth(Control.FIRST_VERSION).versions()).isEqualTo(1);
        assertThat(worth(Control.NONE).versions()).isGreaterThan(1);
    }

    @Test
    void shouldStayAtPersistenceWithoutTraining() {
        assertThat(worth(Control.UNTRAINED).versions()).isZero();
        assertThat(error(Control.UNTRAINED)).isEqualTo(1);
    }
}
