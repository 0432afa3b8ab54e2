package io.streamgauge.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import io.streamgauge.anomaly.AnomalyResult;
import io.streamgauge.anomaly.AnomalySettings;
import io.streamgauge.anomaly.KeyState;
import io.streamgauge.anomaly.SeriesMonitor;
import io.streamgauge.forecast.Forecast;
import io.streamgauge.forecast.ForecasterSpec;
import io.streamgauge.forecast.PointHead;
import io.streamgauge.forecast.Runs;
import io.streamgauge.forecast.SeriesForecaster;
import io.streamgauge.forecast.TargetKind;
import io.streamgauge.nn.CellKind;
import io.streamgauge.signal.Bounds;
import io.streamgauge.signal.FieldList;
import io.streamgauge.signal.InputSpec;
import io.streamgauge.signal.Measurement;
import io.streamgauge.signal.MissingPolicy;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A stored state of every format version ever written, and what becomes of it. A new version is one line here;
 * {@code -Dgolden.update=true} writes its sample where there is none yet, and never changes one.
 */
class StoredStatesTest {

    /** What this forecaster does with a stored state. */
    private enum Outcome {
        READ,
        STARTS_AFRESH
    }

    private static final Map<Integer, Outcome> OUTCOMES = Map.ofEntries(
            Map.entry(1, Outcome.STARTS_AFRESH), // held no readout and no season's profile
            Map.entry(2, Outcome.STARTS_AFRESH), // held no alerts, and other far horizons
            Map.entry(3, Outcome.STARTS_AFRESH), // did not say of which network it is
            Map.entry(4, Outcome.STARTS_AFRESH), // held another score's histograms
            Map.entry(5, Outcome.STARTS_AFRESH), // kept all in full length, and another score
            Map.entry(6, Outcome.STARTS_AFRESH), // held more pieces of evidence, in more bytes
            Map.entry(7, Outcome.READ), // held no tails of forecasts
            Map.entry(8, Outcome.READ), // kept much in full length, and much of every horizon
            Map.entry(9, Outcome.READ), // kept more of the past that windows are cut from, and no levels of blocks
            Map.entry(10, Outcome.READ), // kept the score's running figures in full length
            Map.entry(11, Outcome.READ));

    private static final Path SAMPLES = Path.of("src", "test", "resources", "io", "streamgauge", "wire");

    /** The specification of the samples; it must never change. */
    private static final ForecasterSpec SPEC =
            new ForecasterSpec(List.of(1, 3), 24, ZoneOffset.UTC, CellKind.LSTM, 2, 1, 2, 1, .9);

    /** The specification of the sample of two targets; it must never change. */
    private static final ForecasterSpec PAIR = new ForecasterSpec(
            new InputSpec(List.of("a", "b"), 24, ZoneOffset.UTC, MissingPolicy.SKIP),
            List.of(1, 3),
            CellKind.LSTM,
            2,
            1,
            2,
            1,
            List.of(.9),
            Bounds.NONE,
            new PointHead(),
            TargetKind.CHANGE);

    private static final int VALUES = 40;

    /** Of two formats' forecasts, in usual steps. */
    private static final double MOST_APART = .5;

    /** Of two formats' figures of the score, of the figure itself, which may be next to nothing. */
    private static final double SCORE_APART = .02;

    private static final double NEXT_TO_NOTHING = 1e-4;

    static IntStream versions() {
        return IntStream.rangeClosed(1, StateCodec.FORMAT_VERSION);
    }

    @ParameterizedTest
    @MethodSource("versions")
    void shouldReadOrSayThatItStartsAfresh(int version) throws Exception {
        byte[] stored = sample(version);
        StateCodec codec = new StateCodec(SPEC);
        switch (Objects.requireNonNull(OUTCOMES.get(version), "version " + version + " must be listed in this test")) {
            case READ -> {
                KeyState state = codec.decode(stored);
                assertThat(state.series().count()).isEqualTo(VALUES);
                assertThat(state.series().lastTime()).isEqualTo(Runs.time(VALUES - 1));
                if (version == StateCodec.FORMAT_VERSION) {
                    assertThat(codec.encode(state)).isEqualTo(stored);
                }
            }
            case STARTS_AFRESH ->
                assertThatExceptionOfType(OtherLayoutException.class)
                        .isThrownBy(() -> codec.decode(stored))
                        .withMessageContaining("format version " + version + ", expected " + StateCodec.FORMAT_VERSION);
        }
    }

    @Test
    void shouldGoOnWithTwoTargetsThatHadNoJointLevel() throws Exception {
        byte[] stored = read("state-v7-two-targets.base64");
        var codec = new StateCodec(PAIR);
        KeyState state = codec.decode(stored);
        assertThat(state.series().count()).isEqualTo(VALUES);
        byte[] written = codec.encode(state);
        assertThat(written.length).isEqualTo(codec.encodedBytes(true));
        assertThat(codec.encode(codec.decode(written))).isEqualTo(written);
        assertThat(codec.adopt(stored).seriesKept()).isTrue();
    }

    @Test
    void shouldReadTwoTargetsInTheOrderThatTheyAreWrittenIn() throws Exception {
        byte[] stored = sample("state-v" + StateCodec.FORMAT_VERSION + "-two-targets.base64", PAIR);
        var codec = new StateCodec(PAIR);
        assertThat(codec.encode(codec.decode(stored))).isEqualTo(stored);
    }

    /** The lengths of fields that are read without the newest ones count with what another network remembers. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "state-v7.base64",
                "state-v7-two-targets.base64",
                "state-v8.base64",
                "state-v8-two-targets.base64",
                "state-v9.base64",
                "state-v9-two-targets.base64",
                "state-v10.base64",
                "state-v10-two-targets.base64"
            })
    void shouldKeepTheSeriesOfAnOlderFormatUnderAnotherNetwork(String name) throws Exception {
        ForecasterSpec spec = name.contains("two") ? PAIR : SPEC;
        var codec = new StateCodec(new ForecasterSpec(
                spec.inputs(),
                spec.horizons(),
                CellKind.GRU,
                3,
                2,
                spec.windowSteps(),
                spec.windowStride(),
                spec.bandLevels(),
                spec.bounds(),
                spec.head(),
                spec.target()));
        StateCodec.Adopted adopted = codec.adopt(read(name));
        assertThat(adopted.seriesKept()).isTrue();
        assertThat(adopted.state().series().count()).isEqualTo(VALUES);
    }

    /** What an older format does not hold would come from the other key. */
    @ParameterizedTest
    @ValueSource(strings = {"state-v7.base64", "state-v8.base64", "state-v9.base64", "state-v10.base64"})
    void shouldTakeNothingOfTheKeyBeforeIntoAnOlderState(String name) throws Exception {
        byte[] stored = read(name);
        var codec = new StateCodec(SPEC);
        byte[] alone = codec.encode(codec.decode(stored));
        KeyState before = codec.decode(written(SPEC));
        assertThat(codec.encode(codec.decode(stored, before))).isEqualTo(alone);
    }

    /** The samples are of the same values: what is kept in fewer bytes is nearly what would have been learned so. */
    @Test
    void shouldGoOnWithWhatFormat8HasLearned() throws Exception {
        var codec = new StateCodec(SPEC);
        KeyState old = codec.decode(read("state-v8.base64"));
        KeyState now = codec.decode(written(SPEC));
        assertThat(old.series().lastValue()).isEqualTo(now.series().lastValue());
        assertThat(old.series().usualStep()).isEqualTo(now.series().usualStep());
        assertThat(old.series().interval()).isEqualTo(now.series().interval());
        double moved = old.series().usualStep();
        for (int ahead = 0; ahead < SPEC.horizons().size(); ahead++) {
            assertThat(next(old, ahead)).isCloseTo(next(now, ahead), within(MOST_APART * moved));
        }
    }

    /** What the score has learned of the same values, where only its rounding differs. */
    @Test
    void shouldReadEveryFigureOfTheScoreOfFormat10InItsPlace() throws Exception {
        var codec = new StateCodec(SPEC);
        List<Number> old = FieldList.of(codec.decode(read("state-v10.base64")).anomaly()::fields);
        List<Number> now = FieldList.of(codec.decode(written(SPEC)).anomaly()::fields);
        assertThat(old).hasSameSizeAs(now);
        for (int i = 0; i < now.size(); i++) {
            double figure = now.get(i).doubleValue();
            assertThat(old.get(i).doubleValue())
                    .as("figure %d", i)
                    .isCloseTo(figure, within(SCORE_APART * Math.abs(figure) + NEXT_TO_NOTHING));
        }
    }

    private static double next(KeyState state, int ahead) throws WireFormatException {
        var codec = new StateCodec(SPEC);
        KeyState copy = codec.decode(codec.encode(state));
        var forecast = new Forecast(SPEC);
        step(copy, SPEC, VALUES, Runs.series(VALUES + 1, 3)[VALUES], forecast);
        return forecast.targets[0].mean[ahead];
    }

    @Test
    void shouldSayOfAStateFromTheFutureThatANewerForecasterWroteIt() throws Exception {
        byte[] newer = sample(StateCodec.FORMAT_VERSION);
        newer[Integer.BYTES] = (byte) (StateCodec.FORMAT_VERSION + 1);
        assertThatExceptionOfType(NewerFormatException.class)
                .isThrownBy(() -> new StateCodec(SPEC).decode(newer))
                .withMessageContaining("format version is " + (StateCodec.FORMAT_VERSION + 1))
                .withMessageContaining("expected at most " + StateCodec.FORMAT_VERSION)
                .withMessageContaining("newer forecaster");
    }

    private static byte[] sample(int version) throws IOException {
        String name = "state-v" + version + ".base64";
        return version == StateCodec.FORMAT_VERSION ? sample(name, SPEC) : read(name);
    }

    /** A sample of the newest format. */
    private static byte[] sample(String name, ForecasterSpec spec) throws IOException {
        Path file = SAMPLES.resolve(name);
        if (Boolean.getBoolean("golden.update") && Files.notExists(file)) {
            Files.writeString(file, Base64.getMimeEncoder().encodeToString(written(spec)) + "\n");
        }
        return read(name);
    }

    private static byte[] read(String name) throws IOException {
        Path file = SAMPLES.resolve(name);
        if (Files.exists(file)) {
            return Base64.getMimeDecoder().decode(Files.readString(file));
        }
        try (InputStream in = StoredStatesTest.class.getResourceAsStream(name)) {
            assertThat(in).as("%s, written with -Dgolden.update=true", name).isNotNull();
            return Base64.getMimeDecoder().decode(new String(in.readAllBytes(), StandardCharsets.US_ASCII));
        }
    }

    private static void step(KeyState state, ForecasterSpec spec, int n, double value, Forecast forecast) {
        step(
                new SeriesMonitor(spec, new AnomalySettings(100, 20)),
                state,
                Runs.time(n),
                new double[] {value},
                forecast);
    }

    private static void step(SeriesMonitor monitor, KeyState state, long time, double[] values, Forecast forecast) {
        ForecasterSpec spec = monitor.spec();
        monitor.step(
                state,
                Measurement.of(time, values),
                Runs.randomModel(spec, 4),
                true,
                new SeriesForecaster.Workspace(spec),
                forecast,
                new AnomalyResult());
    }

    private static byte[] written(ForecasterSpec spec) {
        KeyState state = KeyState.fresh(spec);
        double[] y = Runs.series(VALUES, 3);
        SeriesMonitor monitor = new SeriesMonitor(spec, new AnomalySettings(100, 20));
        for (int n = 0; n < VALUES; n++) {
            double[] values = new double[spec.targets().size()];
            for (int k = 0; k < values.length; k++) {
                values[k] = y[(n + 7 * k) % VALUES];
            }
            step(monitor, state, Runs.time(n), values, new Forecast(spec));
        }
        return new StateCodec(spec).encode(state);
    }
}
