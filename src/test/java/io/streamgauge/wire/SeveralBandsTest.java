package io.streamgauge.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.streamgauge.anomaly.AnomalyResult;
import io.streamgauge.anomaly.KeyState;
import io.streamgauge.forecast.Forecast;
import io.streamgauge.forecast.ForecasterSpec;
import io.streamgauge.forecast.ModelSnapshot;
import io.streamgauge.forecast.PointHead;
import io.streamgauge.forecast.SeriesForecaster;
import io.streamgauge.forecast.TargetKind;
import io.streamgauge.nn.CellKind;
import io.streamgauge.nn.RecurrentNetwork;
import io.streamgauge.signal.Bounds;
import io.streamgauge.signal.InputSpec;
import io.streamgauge.signal.Measurement;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SeveralBandsTest {
    private static final int VALUES = 300;
    private static final long HOUR = 3_600_000;
    /** Coverage is written with four digits. */
    private static final double DIGITS = 5.1e-5;

    @Test
    void shouldGiveTheFirstLevelInTheFlatFieldsAndTheOthersByLevel() throws WireFormatException {
        ForecasterSpec spec = spec(List.of(.9, .5, .99));
        var out = new Forecast(spec);
        ForecastRecord record = ForecastReader.read(lastOf(spec, out));
        var digits = within(.5e-6 * out.first().usualStep);
        assertThat(record.yhatLower()).containsExactly(out.first().lower[0], digits);
        assertThat(record.yhatUpper()).containsExactly(out.first().upper[0], digits);
        assertThat(record.coverage()).containsExactly(out.first().coverage[0], within(DIGITS));
        assertThat(record.bands()).containsOnlyKeys("0.5", "0.99");
        ForecastRecord.Band widest = Objects.requireNonNull(record.bands().get("0.99"));
        assertThat(widest.lower()).containsExactly(out.first().lower[2], digits);
        assertThat(widest.upper()).containsExactly(out.first().upper[2], digits);
        assertThat(widest.coverage()).containsExactly(out.first().coverage[2], within(DIGITS));
    }

    @Test
    void shouldNameNoBandsWhereThereIsOne() {
        ForecasterSpec spec = spec(List.of(.9));
        String json = new String(lastOf(spec, new Forecast(spec)), StandardCharsets.UTF_8);
        assertThat(json).doesNotContain("\"bands\"").contains("\"coverage\":[0.");
    }

    /** The record of the last of some values of noise. */
    private static byte[] lastOf(ForecasterSpec spec, Forecast out) {
        var random = new Random(1);
        var forecaster = new SeriesForecaster(spec);
        var workspace = new SeriesForecaster.Workspace(spec);
        var model = new ModelSnapshot(1, 1, new RecurrentNetwork(spec.network(), spec.untrained(1)));
        KeyState state = KeyState.fresh(spec);
        Measurement measurement = Measurement.of(0, 0);
        for (int n = 1; n <= VALUES; n++) {
            measurement = Measurement.of(n * HOUR, random.nextGaussian());
            forecaster.step(state.series(), measurement, model, workspace, out);
        }
        var anomaly = new AnomalyResult();
        anomaly.reason = "within_margin";
        return new ForecastWriter(spec, 1, false).write("key", measurement, state, out, anomaly);
    }

    private static ForecasterSpec spec(List<Double> levels) {
        return new ForecasterSpec(
                new InputSpec(24, ZoneOffset.UTC),
                List.of(1, 3),
                CellKind.GRU,
                4,
                1,
                8,
                8,
                levels,
                Bounds.NONE,
                new PointHead(),
                TargetKind.CHANGE);
    }
}
