package io.streamgauge.learn;

import static io.streamgauge.learn.Samples.SPEC;
import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.nn.Parameters;
import io.streamgauge.nn.RandomNetworks;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A champion stays for as long as later windows bear it out. */
class LineageTest {
    private static final double MARGIN = .1;
    private static final double GOOD = 1.1;
    private static final double WORSE = 1.11;
    private static final Parameters INITIAL = RandomNetworks.parameters(SPEC, 1);
    private static final Parameters PROVEN = RandomNetworks.parameters(SPEC, 2);
    private static final Parameters NEW = RandomNetworks.parameters(SPEC, 3);

    private static Lineage lineage(int patience) {
        return new Lineage(new ProbationSettings(MARGIN, patience), TrainerState.initial(INITIAL));
    }

    /** A lineage whose second champion is on probation. */
    private static Lineage onProbation(int patience) {
        Lineage lineage = lineage(patience);
        lineage.promote(PROVEN);
        lineage.promote(NEW);
        return lineage;
    }

    @Test
    void shouldGoBackAfterSoManyBlocksInARowThatAreWorseBeyondTheMargin() {
        Lineage lineage = onProbation(3);
        assertThat(lineage.observe(WORSE, 1)).isEqualTo(Standing.UNCHANGED);
        assertThat(lineage.observe(WORSE, 1)).isEqualTo(Standing.UNCHANGED);
        assertThat(lineage.champion()).isEqualTo(NEW);
        assertThat(lineage.observe(WORSE, 1)).isEqualTo(Standing.DEGRADED);
        assertThat(lineage.champion()).isEqualTo(PROVEN);
        assertThat(lineage.probation()).isEqualTo(new ProbationState(PROVEN, 0, 0));
    }

    @Test
    void shouldStartToCountAfreshAfterABlockThatIsNotWorse() {
        Lineage lineage = onProbation(2);
        assertThat(lineage.observe(WORSE, 1)).isEqualTo(Standing.UNCHANGED);
        assertThat(lineage.observe(GOOD, 1)).isEqualTo(Standing.UNCHANGED);
        assertThat(lineage.observe(WORSE, 1)).isEqualTo(Standing.UNCHANGED);
        assertThat(lineage.champion()).isEqualTo(NEW);
    }

    @Test
    void shouldGoBackToAChampionThatHasHeldForSoManyBlocks() {
        Lineage lineage = onProbation(2);
        assertThat(lineage.fallback()).isEqualTo(PROVEN);
        assertThat(lineage.observe(GOOD, 1)).isEqualTo(Standing.UNCHANGED);
        assertThat(lineage.observe(GOOD, 1)).isEqualTo(Standing.CONFIRMED);
        assertThat(lineage.fallback()).isEqualTo(NEW);
    }

    @Test
    void shouldFindOutALineageThatGetsALittleWorseWithEveryVersion() {
        Lineage lineage = onProbation(3);
        for (int version = 4; version < 6; version++) {
            assertThat(lineage.observe(WORSE, 1)).isEqualTo(Standing.UNCHANGED);
            lineage.promote(RandomNetworks.parameters(SPEC, version));
        }
        assertThat(lineage.observe(WORSE, 1)).isEqualTo(Standing.DEGRADED);
        assertThat(lineage.champion()).isEqualTo(PROVEN);
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY})
    void shouldCountALossThatIsNotFiniteAsWorse(double loss) {
        assertThat(onProbation(1).observe(loss, 1)).isEqualTo(Standing.DEGRADED);
    }

    @Test
    void shouldAllowTheMarginOnTheWorseSideOfALossBelowZero() {
        assertThat(onProbation(1).observe(-.91, -1)).isEqualTo(Standing.CONFIRMED);
        assertThat(onProbation(1).observe(-.89, -1)).isEqualTo(Standing.DEGRADED);
    }

    @Test
    void shouldTakeNothingBackWithoutPatienceOrBeforeAnyPromotion() {
        Lineage never = onProbation(0);
        assertThat(never.observe(9, 1)).isEqualTo(Standing.UNCHANGED);
        assertThat(lineage(1).observe(9, 1)).isEqualTo(Standing.UNCHANGED);
    }

    @Test
    void shouldGoBackToNothingOlderThanWhatSomebodyHasChosen() {
        Lineage lineage = onProbation(2);
        lineage.observe(WORSE, 1);
        Parameters chosen = RandomNetworks.parameters(SPEC, 4);
        lineage.install(chosen);
        assertThat(lineage.champion()).isEqualTo(chosen);
        assertThat(lineage.probation()).isEqualTo(new ProbationState(chosen, 0, 0));
        assertThat(lineage.first()).isEqualTo(PROVEN);
    }
}
