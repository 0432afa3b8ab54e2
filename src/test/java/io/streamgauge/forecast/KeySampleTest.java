package io.streamgauge.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.streamgauge.nn.CellKind;
import io.streamgauge.nn.Window;
import io.streamgauge.signal.Measurement;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeySampleTest {

    private static final int KEYS = 20_000;

    private static List<String> keys() {
        return IntStream.range(0, KEYS).mapToObj(i -> "sensor-" + i).toList();
    }

    @ParameterizedTest
    @ValueSource(doubles = {.01, .1, .5, .9, 1})
    void shouldTakeAboutItsShareOfTheKeys(double share) {
        var sample = new KeySample(share);
        long taken = keys().stream().filter(sample::takes).count();
        // Five deviations of a binomial draw.
        double deviation = Math.sqrt(KEYS * share * (1 - share));
        assertThat((double) taken).isBetween(KEYS * share - 5 * deviation, KEYS * share + 5 * deviation);
    }

    @Test
    void shouldKeepEveryKeyOfASmallerShare() {
        var small = new KeySample(.1);
        var large = new KeySample(.3);
        assertThat(keys().stream().filter(small::takes)).allMatch(large::takes);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -1, 1.01, Double.NaN})
    void shouldRefuseAShareThatIsNone(double share) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new KeySample(share))
                .withMessageContaining("share");
    }

    @Test
    void shouldCutNoWindowOfAKeyThatIsLeftOutAndTheSameOnesOfOneThatJoins() {
        ForecasterSpec spec = Runs.spec(CellKind.GRU, 1);
        double[] y = Runs.series(120, 5);
        List<Forecast> always = Runs.run(spec, Runs.randomModel(spec, 3), new SeriesState(spec, true), y);

        var state = new SeriesState(spec, false);
        var forecaster = new SeriesForecaster(spec);
        var workspace = new SeriesForecaster.Workspace(spec);
        int capacity = spec.windowSteps() + spec.furthest();
        int joins = 61;
        int windows = 0;
        for (int t = 0; t < y.length; t++) {
            if (t == joins) {
                state.sample(spec, true);
            }
            var out = new Forecast(spec);
            forecaster.step(state, Measurement.of(Runs.time(t), y[t]), Runs.randomModel(spec, 3), workspace, out);
            assertThat(out.first().mean).isEqualTo(always.get(t).first().mean);
            Window window = out.window;
            if (t < joins + capacity - 1) {
                assertThat(window).as("at %s", t).isNull();
            } else if (window != null) {
                Window expected = Objects.requireNonNull(always.get(t).window);
                assertThat(window.inputs()).isEqualTo(expected.inputs());
                assertThat(window.targets()).isEqualTo(expected.targets());
                assertThat(window.initialState()).isEqualTo(expected.initialState());
                windows++;
            }
        }
        assertThat(windows).isGreaterThan(10);
    }
}
