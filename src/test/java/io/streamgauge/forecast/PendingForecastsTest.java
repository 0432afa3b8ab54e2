package io.streamgauge.forecast;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class PendingForecastsTest {

    private static final int STEPS = 5_000;

    @ParameterizedTest
    @EnumSource(Pace.class)
    void shouldTakeOneStepOfEveryGroupAndLeaveOutNoPhase(Pace pace) {
        int group = pace == Pace.TWO ? 2 : 4;
        for (int from = 0; from < STEPS; from += group) {
            int taken = 0;
            for (int step = from; step < from + group; step++) {
                taken += pace.takes(step) ? 1 : 0;
                assertThat(Pace.TWO.takes(step) || !pace.takes(step)).isTrue();
            }
            assertThat(taken).isEqualTo(1);
        }
        for (int season : new int[] {2, 3, 4, 7, 24, 48, 96}) {
            var byPhase = new int[season];
            for (int step = 0; step < 100 * group * season; step++) {
                byPhase[step % season] += pace.takes(step) ? 1 : 0;
            }
            for (int count : byPhase) {
                assertThat(count).as("of 100, season %s", season).isBetween(75, 125);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4, 5, 8, 23, 24, 96})
    void shouldStillFindWhatItKeptWhenTheValueComes(int furthest) {
        var pending = new PendingForecasts(new int[] {1, 2, furthest}, 1);
        float[] expected = new float[40 * furthest];
        for (int n = 0; n < 40 * furthest; n++) {
            int origin = n - furthest;
            if (origin >= 0 && HorizonReadouts.PACE.takes(origin)) {
                assertThat(pending.value(origin)).isEqualTo(origin);
                assertThat(pending.isIssued(origin)).isEqualTo(origin % 3 != 0);
                assertThat(pending.network(origin, 2)).isEqualTo(expected[origin]);
            }
            if (origin >= 0 && PendingForecasts.PACE.takes(origin)) {
                assertThat(pending.mean(origin, 2)).isEqualTo(-expected[origin]);
                assertThat(pending.readout(origin, 2)).isEqualTo(2 * expected[origin]);
                assertThat(pending.seasonal(origin, 2)).isEqualTo(3 * expected[origin]);
                assertThat(pending.usual(origin, 2)).isEqualTo(expected[origin] / 2);
                assertThat(pending.upperWidth(origin, 2, 0)).isEqualTo(3);
                assertThat(pending.bandScale(origin)).isEqualTo(origin);
            }
            float change = n % 61 / 8f;
            expected[n] = change;
            if (HorizonReadouts.PACE.takes(n)) {
                pending.open(n, n, n % 3);
                pending.putNetwork(n, 1, 1000);
                pending.putNetwork(n, 2, change);
            }
            if (PendingForecasts.PACE.takes(n)) {
                pending.putBandScale(n, n);
                pending.put(n, 2, 2 * change, -change, 3 * change, change / 2);
                pending.putBand(n, 2, 0, 2, 3);
            }
        }
    }

    @Test
    void shouldKeepTheNextForecastToTheBit() {
        var pending = new PendingForecasts(new int[] {1}, 2);
        pending.putNext(new float[] {9, 1 / 3f, 2 / 3f, -1 / 7f, .1f}, .3f);
        pending.putNextBand(0, .7f, .9f);
        pending.putNextBand(1, 1.7f, 1.9f);
        float[] experts = new float[5];
        pending.nextExperts(experts);
        assertThat(experts).containsExactly(0, 1 / 3f, 2 / 3f, -1 / 7f, .1f);
        assertThat(pending.nextMean()).isEqualTo(.3f);
        assertThat(pending.nextLowerWidth(1)).isEqualTo(1.7f);
        assertThat(pending.nextUpperWidth(0)).isEqualTo(.9f);
    }
}
