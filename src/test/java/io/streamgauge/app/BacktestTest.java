package io.streamgauge.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.backtest.Backtest;
import io.streamgauge.backtest.BacktestListener;
import io.streamgauge.backtest.BacktestStep;
import io.streamgauge.config.TopologyConfig;
import io.streamgauge.wire.ForecastWriter;
import io.streamgauge.wire.ModelInfo;
import io.streamgauge.wire.RejectedEventException;
import io.streamgauge.wire.SourceEvent;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The backtest's promises: nothing from the future, the same again, and nothing lost. */
class BacktestTest {

    private static final int ROUND = 32;
    private static final int ROWS = 200;
    private static final long HOUR = 3_600_000;
    private static final long BEGIN = 1_600_000_000_000L;

    private static TopologyConfig topology() {
        return TopologyConfig.load(
                null,
                Map.of(
                        "name", "t",
                        "horizons", "1,2,5",
                        "network.hidden", "6",
                        "windows.steps", "6",
                        "windows.stride", "2",
                        "trainer.block", "4",
                        "trainer.batch", "4",
                        "trainer.replay", "16",
                        "trainer.margin", "0.9",
                        "trainer.learning-rate", "0.02"));
    }

    /** Two keys in turn. */
    private static List<SourceEvent> events() {
        Random noise = new Random(5);
        List<SourceEvent> events = new ArrayList<>();
        for (int row = 0; row < ROWS; row++) {
            for (int key = 0; key < 2; key++) {
                double value = 10 * StrictMath.sin(row * .4 + key) + noise.nextGaussian();
                events.add(new SourceEvent("key-" + key, BEGIN + row * HOUR, Long.toString(row), value));
            }
        }
        return events;
    }

    /** Forecast records as text, and what else was told. */
    private static final class Record implements BacktestListener {
        private final ForecastWriter writer;
        private final List<String> forecasts = new ArrayList<>();
        private final Map<String, Integer> refused = new HashMap<>();
        private long versions;

        private Record(TopologyConfig topology) {
            writer = new ForecastWriter(
                    Wiring.forecaster(topology), topology.anomaly().warmUp(), false);
        }

        @Override
        public void stepped(BacktestStep step) {
            forecasts.add(new String(
                    writer.write(step.event().key(), step.measurement(), step.state(), step.forecast(), step.anomaly()),
                    StandardCharsets.UTF_8));
        }

        @Override
        public void rejected(SourceEvent event, RejectedEventException why) {
            refused.merge(why.reason().id(), 1, Integer::sum);
        }

        @Override
        public void promoted(ModelInfo info) {
            versions = info.version();
        }
    }

    private static Record run(List<SourceEvent> events) {
        TopologyConfig topology = topology();
        Record record = new Record(topology);
        Backtest backtest = new Backtest(Wiring.backtest(topology, ROUND), () -> BEGIN + ROWS * HOUR, List.of(record));
        events.forEach(backtest::take);
        backtest.finish();
        return record;
    }

    private static List<SourceEvent> changedAfter(int taken, UnaryOperator<List<SourceEvent>> change) {
        List<SourceEvent> events = events();
        List<SourceEvent> changed = new ArrayList<>(events.subList(0, taken));
        changed.addAll(change.apply(events.subList(taken, events.size())));
        return changed;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 31, 32, 33, 160, 257})
    void shouldForecastAlikeUpToAnEventWhateverComesAfter(int taken) {
        List<String> plain = run(events()).forecasts;
        List<String> shuffled = run(changedAfter(taken, rest -> {
                    List<SourceEvent> values = new ArrayList<>(rest);
                    Collections.shuffle(values, new Random(taken));
                    List<SourceEvent> all = new ArrayList<>();
                    for (int i = 0; i < rest.size(); i++) {
                        SourceEvent at = rest.get(i);
                        all.add(new SourceEvent(
                                at.key(),
                                at.time(),
                                at.timeText(),
                                values.get(i).value()));
                    }
                    return all;
                }))
                .forecasts;
        assertThat(shuffled.subList(0, taken)).isEqualTo(plain.subList(0, taken));
        assertThat(shuffled).as("the rest is other data").isNotEqualTo(plain);
    }

    @Test
    void shouldForecastTheSameAgain() {
        Record first = run(events());
        assertThat(run(events()).forecasts).isEqualTo(first.forecasts);
        assertThat(first.versions).as("versions learned on the way").isGreaterThan(3);
    }

    @Test
    void shouldCountWhatTheTopologyWouldRefuseAndGoOn() {
        List<SourceEvent> events = events();
        SourceEvent last = events.get(99);
        List<SourceEvent> bad = new ArrayList<>(events.subList(0, 100));
        bad.add(last);
        bad.add(new SourceEvent(last.key(), last.time(), last.timeText(), last.value() + 1));
        bad.add(new SourceEvent(last.key(), last.time() + HOUR, "huge", 1e31));
        bad.add(new SourceEvent(last.key(), BEGIN + 10_000 * HOUR, "to come", 1));
        bad.add(new SourceEvent("", last.time() + HOUR, "no key", 1));
        bad.addAll(events.subList(100, events.size()));
        Record record = run(bad);
        assertThat(record.refused)
                .isEqualTo(Map.of("duplicate", 1, "late", 1, "out_of_range", 1, "future_time", 1, "null_key", 1));
        assertThat(record.forecasts).hasSize(events.size());
    }
}
