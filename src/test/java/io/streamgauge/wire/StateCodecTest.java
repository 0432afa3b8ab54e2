package io.streamgauge.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.streamgauge.anomaly.AnomalyResult;
import io.streamgauge.anomaly.AnomalySettings;
import io.streamgauge.anomaly.KeyState;
import io.streamgauge.anomaly.SeriesMonitor;
import io.streamgauge.forecast.Forecast;
import io.streamgauge.forecast.ForecasterSpec;
import io.streamgauge.forecast.ModelSnapshot;
import io.streamgauge.forecast.QuantileHead;
import io.streamgauge.forecast.Runs;
import io.streamgauge.forecast.SeriesForecaster;
import io.streamgauge.forecast.SeriesState;
import io.streamgauge.forecast.StatePart;
import io.streamgauge.forecast.TargetKind;
import io.streamgauge.nn.CellKind;
import io.streamgauge.nn.RandomNetworks;
import io.streamgauge.signal.Bounds;
import io.streamgauge.signal.FieldList;
import io.streamgauge.signal.InputSpec;
import io.streamgauge.signal.Measurement;
import io.streamgauge.signal.MissingPolicy;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class StateCodecTest {
    @ParameterizedTest
    @EnumSource(CellKind.class)
    void shouldGiveBackTheSameBitsAtEveryStep(CellKind cell) throws WireFormatException {
        ForecasterSpec spec = Runs.spec(cell, RandomNetworks.upToTwoLayers(cell));
        double[] y = Runs.series(200, 1);
        y[150] += 100;
        KeyState state = afterEveryValueDecoded(spec, y);
        assertThat(state.alerts().surprises()).as("an episode passed through").isNotEmpty();
    }

    /** Every step goes on from what was decoded, so a field forgotten by the codec would show, and beside one that was written once. */
    private static KeyState afterEveryValueDecoded(ForecasterSpec spec, double[] y) throws WireFormatException {
        var codec = new StateCodec(spec);
        KeyState state = KeyState.fresh(spec);
        KeyState unbroken = KeyState.fresh(spec);
        for (int n = 0; n < y.length; n++) {
            KeyState decoded = new StateCodec(spec).decode(codec.encode(state));
            assertThat(FieldList.of(decoded::fields)).isEqualTo(FieldList.of(state::fields));
            step(spec, state, n, y[n]);
            step(spec, decoded, n, y[n]);
            step(spec, unbroken, n, y[n]);
            byte[] encoded = codec.encode(decoded);
            assertThat(encoded).isEqualTo(codec.encode(state)).hasSizeGreaterThanOrEqualTo(codec.encodedBytes(true));
            state = decoded;
        }
        assertThat(codec.encode(unbroken)).isEqualTo(codec.encode(state));
        return state;
    }

    /** A field that is remembered and not stored would come from the other key. */
    @Test
    void shouldTakeNothingFromTheStateThatWasReadBefore() throws WireFormatException {
        for (ForecasterSpec spec :
                List.of(Runs.spec(CellKind.GRU, 1), spec(List.of(1, 2, 5, 24), CellKind.LSTM, 7, 3))) {
            var random = new Random(5);
            var shared = new StateCodec(spec);
            var apart = new StateCodec(spec);
            byte[][] stored = {
                apart.encode(KeyState.fresh(spec)),
                apart.encode(KeyState.fresh(spec, false)),
                apart.encode(run(spec, 90))
            };
            int[] numbers = {0, 0, 90};
            KeyState reused = KeyState.fresh(spec);
            for (int n = 0; n < 600; n++) {
                int key = random.nextInt(stored.length);
                numbers[key] += random.nextInt(40) == 0 ? 30 : 1;
                double value = random.nextInt(25) == 0 ? 1e5 : key * 1e3 + random.nextGaussian();
                KeyState one = shared.decode(stored[key], reused);
                KeyState other = apart.decode(stored[key]);
                step(spec, one, numbers[key], value);
                step(spec, other, numbers[key], value);
                assertThat(shared.encode(one)).as("step %d of key %d", n, key).isEqualTo(apart.encode(other));
                stored[key] = apart.encode(other);
            }
        }
    }

    @Test
    void shouldKeepAStateWithoutWindowsSmallerAndAsItIs() throws WireFormatException {
        ForecasterSpec spec = Runs.spec(CellKind.GRU, 1);
        var codec = new StateCodec(spec);
        KeyState state = KeyState.fresh(spec, false);
        double[] y = Runs.series(60, 1);
        for (int n = 0; n < y.length; n++) {
            step(spec, state, n, y[n]);
        }
        byte[] encoded = codec.encode(state);
        KeyState decoded = codec.decode(encoded);
        assertThat(decoded.series().isSampled()).isFalse();
        assertThat(codec.encode(decoded)).isEqualTo(encoded).hasSizeLessThan(codec.encodedBytes(true));
        decoded.series().sample(spec, true);
        assertThat(codec.decode(codec.encode(decoded)).series().isSampled()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 24})
    void shouldKeepThePastOfASampledKeyInAKilobyte(int horizons) {
        List<Integer> steps = IntStream.rangeClosed(1, horizons).boxed().toList();
        var spec = new ForecasterSpec(steps, 96, ZoneOffset.UTC, CellKind.GRU, 32, 1, 32, 8, .9);
        assertThat(new StateCodec(spec).bytesByPart().get(StatePart.WINDOWS)).isLessThanOrEqualTo(1_024);
    }

    @Test
    void shouldKeepWhatTheScoreRemembersInTwelveHundredBytes() {
        assertThat(new StateCodec(withQuantiles(MissingPolicy.SKIP))
                        .bytesByPart()
                        .get(StatePart.ANOMALY))
                .isLessThanOrEqualTo(1_200);
    }

    /** Of a distribution that the network issues, and of values of which one in eight is missing, once twenty in a row. */
    @ParameterizedTest
    @EnumSource(MissingPolicy.class)
    void shouldGiveBackTheSameBitsWhereValuesAreMissing(MissingPolicy policy) throws WireFormatException {
        double[] y = Runs.series(300, 4);
        var random = new Random(6);
        for (int n = 20; n < y.length; n++) {
            boolean missing = random.nextInt(Double.isNaN(y[n - 1]) ? 2 : 16) == 0 || n > 150 && n < 170;
            y[n] = missing ? Double.NaN : y[n];
        }
        ForecasterSpec spec = withQuantiles(policy);
        assertThat(afterEveryValueDecoded(spec, y).series().count()).isGreaterThan(150);
    }

    private static ForecasterSpec withQuantiles(MissingPolicy policy) {
        return new ForecasterSpec(
                new InputSpec(List.of("value"), 24, ZoneOffset.UTC, policy),
                List.of(1, 2, 5),
                CellKind.GRU,
                4,
                1,
                8,
                3,
                List.of(.9),
                Bounds.NONE,
                new QuantileHead(.05, .25, .5, .75, .95),
                TargetKind.CHANGE);
    }

    /** What a state of another network is read by. */
    @ParameterizedTest
    @ValueSource(ints = {8, 9, 10, StateCodec.FORMAT_VERSION})
    void shouldReadAsManyBytesOfThePastAsItHasInEveryFormat(int version) {
        for (TargetKind target : TargetKind.values()) {
            ForecasterSpec spec = Runs.spec(CellKind.LSTM, 2).withTarget(target);
            long windows = bytes(spec, true, version) - bytes(spec, false, version);
            assertThat(windows)
                    .isEqualTo(SeriesState.networkBytes(spec, true, version)
                            - SeriesState.networkBytes(spec, false, version));
        }
    }

    private static long bytes(ForecasterSpec spec, boolean sampled, int version) {
        var measure = new FieldCursors.Measure(version);
        KeyState.fresh(spec, sampled).fields(measure);
        return measure.bytes();
    }

    @Test
    void shouldNoticeEveryFlippedBit() {
        ForecasterSpec spec = Runs.spec(CellKind.GRU, 1);
        var codec = new StateCodec(spec);
        byte[] encoded = codec.encode(run(spec, 50));
        var random = new Random(2);
        for (int i = 0; i < 2_000; i++) {
            // The whole header and checksum, and a sample of the rest.
            int bit = i < 16 * 8
                    ? i
                    : i < 20 * 8 ? 8 * encoded.length - 1 - (i - 128) : random.nextInt(8 * encoded.length);
            byte[] flipped = encoded.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            assertThatExceptionOfType(WireFormatException.class)
                    .as("bit %s", bit)
                    .isThrownBy(() -> codec.decode(flipped));
        }
    }

    @Test
    void shouldRefuseAStateThatIsCutOrGoesOn() {
        ForecasterSpec spec = Runs.spec(CellKind.GRU, 1);
        var codec = new StateCodec(spec);
        byte[] encoded = codec.encode(run(spec, 50));
        for (int length : new int[] {0, 1, 4, 19, 20, encoded.length / 2, encoded.length - 1, encoded.length + 1}) {
            assertThatExceptionOfType(WireFormatException.class)
                    .isThrownBy(() -> codec.decode(Arrays.copyOf(encoded, length)))
                    .withMessageContaining("expected");
        }
    }

    @Test
    void shouldRefuseAStateOfAnotherLayoutEvenOfTheSameLength() {
        ForecasterSpec spec = spec(List.of(1, 5, 7, 9), CellKind.GRU, 7, 3);
        byte[] encoded = new StateCodec(spec).encode(run(spec, 50));
        for (ForecasterSpec other : List.of(
                spec(List.of(1, 4, 7, 9), CellKind.GRU, 7, 3),
                spec(List.of(1, 5, 7, 9), CellKind.RNN_TANH, 7, 3),
                spec(List.of(1, 5, 7, 9), CellKind.GRU_RESET_BEFORE, 7, 3))) {
            assertThat(new StateCodec(other).encodedBytes(true)).isEqualTo(new StateCodec(spec).encodedBytes(true));
            assertThatExceptionOfType(WireFormatException.class)
                    .isThrownBy(() -> new StateCodec(other).decode(encoded))
                    .withMessageMatching("state's (layout|network) is .*, expected .*");
        }
        assertThatExceptionOfType(WireFormatException.class)
                .isThrownBy(() -> new StateCodec(spec(List.of(1), CellKind.GRU, 7, 3)).decode(encoded));
    }

    @Test
    void shouldStartAfreshFromAStateOfAnotherLayoutWhoseLengthIsAnything() {
        ForecasterSpec spec = Runs.spec(CellKind.GRU, 1);
        ForecasterSpec other = spec(List.of(1, 5), CellKind.GRU, 7, 3);
        byte[] encoded = new StateCodec(other).encode(run(other, 5));
        int lengthAt = 12 + StateNetwork.BYTES;
        for (int length = encoded.length - 40; length < encoded.length + 5; length++) {
            ByteBuffer bytes = ByteBuffer.wrap(encoded.clone()).order(ByteOrder.LITTLE_ENDIAN);
            bytes.putInt(lengthAt, length);
            var crc = new CRC32C();
            crc.update(bytes.array(), 0, encoded.length - 4);
            bytes.putInt(encoded.length - 4, (int) crc.getValue());
            assertThat(new StateCodec(spec).adopt(bytes.array()).seriesKept()).isFalse();
        }
    }

    private static ForecasterSpec spec(List<Integer> horizons, CellKind cell, int steps, int stride) {
        return new ForecasterSpec(horizons, 24, ZoneOffset.UTC, cell, 4, 1, steps, stride, .9);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 99})
    void shouldRefuseAnotherFormatVersion(int version) {
        ForecasterSpec spec = Runs.spec(CellKind.GRU, 1);
        var codec = new StateCodec(spec);
        byte[] encoded = codec.encode(run(spec, 5));
        encoded[4] = (byte) version;
        assertThatExceptionOfType(WireFormatException.class)
                .isThrownBy(() -> codec.decode(encoded))
                .withMessageContaining("state's format version is " + version + ", expected ");
    }

    @Test
    void shouldPutTheChecksumOfAllBytesBeforeItLast() {
        ForecasterSpec spec = Runs.spec(CellKind.GRU, 1);
        byte[] encoded = new StateCodec(spec).encode(run(spec, 5));
        var crc = new CRC32C();
        crc.update(encoded, 0, encoded.length - 4);
        assertThat(StateCodec.checksumOf(encoded)).isEqualTo((int) crc.getValue());
    }

    private static KeyState run(ForecasterSpec spec, int values) {
        KeyState state = KeyState.fresh(spec);
        double[] y = Runs.series(values, 3);
        for (int n = 0; n < values; n++) {
            step(spec, state, n, y[n]);
        }
        return state;
    }

    private static void step(ForecasterSpec spec, KeyState state, int number, double value) {
        ModelSnapshot model = Runs.randomModel(spec, 4);
        new SeriesMonitor(spec, new AnomalySettings(100, 20))
                .step(
                        state,
                        Measurement.of(Runs.time(number), value),
                        model,
                        true,
                        new SeriesForecaster.Workspace(spec),
                        new Forecast(spec),
                        new AnomalyResult());
    }

    /** Windows of what the readouts leave hold a field more: the series goes on, whichever way that is switched. */
    @Test
    void shouldKeepTheSeriesWhereTheNetworksTargetHasChanged() throws WireFormatException {
        ForecasterSpec change = Runs.spec(CellKind.GRU, 1);
        ForecasterSpec residual = change.withTarget(TargetKind.RESIDUAL);
        for (ForecasterSpec before : List.of(change, residual)) {
            ForecasterSpec now = before == change ? residual : change;
            byte[] stored = new StateCodec(before).encode(run(before, 90));
            StateCodec codec = new StateCodec(now);
            assertThatExceptionOfType(OtherLayoutException.class).isThrownBy(() -> codec.decode(stored));
            StateCodec.Adopted adopted = codec.adopt(stored);
            assertThat(adopted.seriesKept()).isTrue();
            assertThat(adopted.state().series().count()).isEqualTo(90);
            step(now, adopted.state(), 90, 1);
            assertThat(codec.decode(codec.encode(adopted.state())).series().count())
                    .isEqualTo(91);
        }
    }
}
