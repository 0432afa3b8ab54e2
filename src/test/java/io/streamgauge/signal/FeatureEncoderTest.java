package io.streamgauge.signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class FeatureEncoderTest {
    private static final long HOUR = 3_600_000;
    private static final int FEATURES = new InputSpec(0, ZoneOffset.UTC).features();
    private static final SeasonView NO_SEASON = new SeasonView(new Season(new Calendar(0, ZoneOffset.UTC)));
    /** The sines are rounded to float. */
    private static final Offset<Float> ROUNDING = within(1e-6f);

    @Test
    void shouldGiveThePhaseOfTheNextValueInTheDayAndTheWeek() {
        // A Thursday, as the day that the epoch began with; the next value comes at 06:00.
        float[] x = encode(0, ZoneOffset.UTC, "2020-01-02T05:00:00Z");
        assertThat(x[7]).isCloseTo(1, ROUNDING);
        assertThat(x[8]).isCloseTo(0, ROUNDING);
        assertThat(x[9]).isCloseTo(0, ROUNDING);
        assertThat(x[10]).isCloseTo(-1, ROUNDING);
        double week = 2 * Math.PI * .25 / 7;
        assertThat(x[11]).isCloseTo((float) Math.sin(week), ROUNDING);
        assertThat(x[12]).isCloseTo((float) Math.cos(week), ROUNDING);
    }

    @Test
    void shouldGiveThePhaseInLocalTimeAcrossAChangeOfClocks() {
        ZoneId zone = ZoneId.of("America/New_York");
        assertThat(encode(0, zone, "2020-01-02T10:00:00Z")[7]).isCloseTo(1, ROUNDING);
        assertThat(encode(0, zone, "2020-07-02T09:00:00Z")[7]).isCloseTo(1, ROUNDING);
    }

    @Test
    void shouldTakeAZoneWithoutChangesForItsOffset() {
        assertThat(encode(0, ZoneId.of("UTC"), "2020-01-02T05:00:00Z"))
                .isEqualTo(encode(0, ZoneOffset.UTC, "2020-01-02T05:00:00Z"));
    }

    @Test
    void shouldRepeatAfterASeasonOfValues() {
        var cadence = new Cadence();
        float[][] rows = new float[30][];
        for (int n = 0; n < rows.length; n++) {
            cadence.update(1_000 + n * 7_000L);
            rows[n] = new float[FEATURES];
            encode(encoder(5, ZoneOffset.UTC), flat(), cadence, rows[n], 0);
        }
        for (int n = 1; n < 20; n++) {
            assertThat(rows[n + 5][7]).isEqualTo(rows[n][7]);
            assertThat(rows[n + 5][8]).isEqualTo(rows[n][8]);
            assertThat(rows[n + 1]).isNotEqualTo(rows[n]);
        }
    }

    @Test
    void shouldKeepTheSeasonsPhaseWhenTimesJitterAndValuesAreMissing() {
        var random = new Random(4);
        var cadence = new Cadence();
        var encoder = encoder(24, ZoneOffset.UTC);
        float[] x = new float[FEATURES];
        for (int n = 0; n < 5_000; n++) {
            if (n > 1 && random.nextInt(20) == 0) {
                continue;
            }
            cadence.update((416_667L + n) * HOUR + (n > 1 ? random.nextInt(300_000) : 0));
            if (n > 1) {
                encode(encoder, flat(), cadence, x, 0);
                double hour = 416_667 + n + 1;
                assertThat(x[7]).as("value %s", n).isCloseTo((float) Math.sin(2 * Math.PI * hour / 24), within(1e-4f));
            }
        }
    }

    @Test
    void shouldClipItsInputsAtSix() {
        var scale = new RunningScale();
        for (int n = 0; n < 200; n++) {
            scale.update(n % 2);
        }
        scale.update(1e9);
        float[] x = new float[FEATURES];
        encode(encoder(0, ZoneOffset.UTC), scale, new Cadence(), x, 0);
        assertThat(x).startsWith(6, 6, 6);
        scale.update(-1e12);
        encode(encoder(0, ZoneOffset.UTC), scale, new Cadence(), x, 0);
        assertThat(x).startsWith(-6, -6, -6);
    }

    @Test
    void shouldBeTheSameForASeriesInOtherUnits() {
        var random = new Random(5);
        var scale = new RunningScale();
        var scaled = new RunningScale();
        float[] x = new float[FEATURES];
        float[] y = new float[FEATURES];
        var encoder = encoder(0, ZoneOffset.UTC);
        for (int n = 0; n < 300; n++) {
            double value = random.nextGaussian();
            scale.update(value);
            scaled.update(-0x1p30 * value);
            encode(encoder, scale, new Cadence(), x, 0);
            encode(encoder, scaled, new Cadence(), y, 0);
            for (int i = 0; i < 3; i++) {
                assertThat(y[i]).isEqualTo(-x[i]);
            }
        }
        assertThat(x[0]).isNotZero();
    }

    @Test
    void shouldWriteFromTheGivenPlaceOn() {
        float[] x = new float[FEATURES + 4];
        encode(encoder(0, ZoneOffset.UTC), flat(), new Cadence(), x, 2);
        assertThat(x[0]).isZero();
        assertThat(x[2 + 8]).isEqualTo(1);
        assertThat(x[2 + 12]).isNotZero();
        assertThat(x[15]).isZero();
    }

    private static FeatureEncoder encoder(int season, ZoneId zone) {
        return new FeatureEncoder(new InputSpec(season, zone));
    }

    private static void encode(FeatureEncoder encoder, RunningScale scale, Cadence cadence, float[] out, int at) {
        encoder.encodeTime(cadence, out, encoder.encodeTarget(scale, NO_SEASON, out, at));
    }

    private static RunningScale flat() {
        var scale = new RunningScale();
        scale.update(1);
        return scale;
    }

    private static float[] encode(int season, ZoneId zone, String time) {
        var cadence = new Cadence();
        long at = Instant.parse(time).toEpochMilli();
        cadence.update(at - HOUR);
        cadence.update(at);
        float[] x = new float[FEATURES];
        encode(encoder(season, zone), flat(), cadence, x, 0);
        return x;
    }
}
