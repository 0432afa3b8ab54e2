package io.streamgauge.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PendingForecastsTest {

    private static final int STEPS = 5_000;

    @Test
    void shouldTakeOneStepOfEveryGroupAndLeaveOutNoPhase() {
        int group = Pace.EVERY;
        for (int from = 0; from < STEPS; from += group) {
            int taken = 0;
            for (int step = from; step < from + group; step++) {
                taken += Pace.takes(step) ? 1 : 0;
            }
            assertThat(taken).isEqualTo(1);
        }
        for (int season : new int[] {2, 3, 4, 7, 24, 48, 96}) {
            var byPhase = new int[season];
            var inTurn = new int[season];
            for (int step = 0; step < 100 * group * season; step++) {
                byPhase[step % season] += Pace.takes(step) ? 1 : 0;
                inTurn[step % season] += Pace.takes(step) ? Pace.turn(step) : 0;
            }
            for (int phase = 0; phase < season; phase++) {
                assertThat(byPhase[phase]).as("of 100, season %s", season).isBetween(75, 125);
                assertThat(inTurn[phase]).as("of 50, season %s", season).isBetween(30, 70);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4, 5, 8, 23, 24, 96})
    void shouldStillFindWhatItKeptWhenTheValueComes(int furthest) {
        var groups = new HorizonGroups(new int[] {1, 2, furthest});
        var pending = new PendingForecasts(groups, 1);
        float[] expected = new float[40 * furthest];
        float[] changes = new float[Expert.ALL.size()];
        for (int n = 0; n < 40 * furthest; n++) {
            int origin = n - furthest;
            if (origin >= 0 && groups.keeps(origin, 2)) {
                assertThat(pending.value(origin)).isEqualTo(origin);
                assertThat(pending.isIssued(origin)).isEqualTo(origin % 3 != 0);
                assertThat(pending.bandScale(origin)).isEqualTo(origin);
                pending.experts(origin, 2, changes);
                assertThat(changes[Expert.NETWORK.ordinal()]).isEqualTo(expected[origin]);
                assertThat(changes[Expert.READOUT.ordinal()]).isEqualTo(2 * expected[origin]);
                assertThat(changes[Expert.SEASONAL_NAIVE.ordinal()]).isEqualTo(3 * expected[origin]);
                assertThat(pending.mean(origin, 2)).isEqualTo(-expected[origin]);
            }
            float change = n % 61 / 8f;
            expected[n] = change;
            if (Pace.takes(n)) {
                pending.open(n, n, n % 3, n);
            }
            if (groups.keeps(n, 1)) {
                pending.put(n, 1, new float[] {0, 1000, 1000, 1000}, 1000);
            }
            if (groups.keeps(n, 2)) {
                pending.put(n, 2, new float[] {0, 3 * change, 2 * change, change}, -change);
            }
        }
    }

    @Test
    void shouldTeachAPairByOneOfItsHorizonsInTurns() {
        var groups = new HorizonGroups(new int[] {1, 2, 3, 4, 6, 7, 9});
        assertThat(groups.count()).isEqualTo(5);
        assertThat(groups.firstSteps()).containsExactly(1, 2, 4, 6, 9);
        assertThat(groups.furthest(1)).isEqualTo(3);
        assertThat(groups.furthest(2)).isEqualTo(4);
        assertThat(groups.ratio(2)).isCloseTo(Math.sqrt(1.5), within(1e-12));
        int[] kept = new int[7];
        for (int n = 0; n < STEPS; n++) {
            for (int j = 1; j < 7; j++) {
                kept[j] += groups.keeps(n, j) ? 1 : 0;
            }
            assertThat(groups.keeps(n, 1) && groups.keeps(n, 2)).isFalse();
        }
        assertThat(kept[1] + kept[2]).isEqualTo(STEPS / Pace.EVERY);
        assertThat(kept[1]).isBetween(600, 650);
        assertThat(kept[3]).isEqualTo(STEPS / Pace.EVERY);
    }

    @Test
    void shouldKeepTheNextForecastToTheBit() {
        var pending = new PendingForecasts(new HorizonGroups(new int[] {1}), 2);
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
