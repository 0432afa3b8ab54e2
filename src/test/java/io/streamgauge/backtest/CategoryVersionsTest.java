package io.streamgauge.backtest;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.forecast.CategorySpec;
import io.streamgauge.forecast.ModelSnapshot;
import io.streamgauge.forecast.Vocabulary;
import io.streamgauge.learn.BlockReport;
import io.streamgauge.learn.GradientReport;
import io.streamgauge.learn.Standing;
import io.streamgauge.learn.VocabularyState;
import io.streamgauge.nn.CellKind;
import io.streamgauge.nn.Parameters;
import io.streamgauge.nn.RecurrentNetwork;
import io.streamgauge.nn.SeededSuccessions;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What serves after a block: new versions, and old ones as they were published. */
class CategoryVersionsTest {

    private static final CategorySpec SPEC = new CategorySpec(8, false, CellKind.GRU, 3, 1, 8, 4);
    private static final List<String> CATEGORIES = List.of("a", "b", "c", "d");

    private final CategoryVersions versions = new CategoryVersions(SPEC.network(), weights(0));

    private static Parameters weights(long seed) {
        return SPEC.untrained(seed);
    }

    private static VocabularyState vocabulary(int size) {
        return new VocabularyState(CATEGORIES.subList(0, size), Map.of(), SeededSuccessions.of(size + 1, size));
    }

    private static Vocabulary known(int size) {
        return new Vocabulary(vocabulary(size).admitted(), vocabulary(size).successions());
    }

    private static BlockReport report(
            Standing standing, int known, @Nullable Parameters restored, @Nullable Parameters promoted) {
        GradientReport gradients = new GradientReport(1, Map.of(), 1, 1, 0, 1);
        return new BlockReport(
                1,
                1,
                1,
                1,
                1,
                gradients,
                0,
                0,
                1,
                1,
                1,
                1,
                1,
                standing,
                false,
                promoted != null,
                false,
                null,
                vocabulary(known),
                restored,
                promoted);
    }

    private void promote(int known) {
        versions.settle(report(Standing.UNCHANGED, known, null, weights(known)));
    }

    private void assertServes(long generation, long version, int known) {
        ModelSnapshot champion = versions.champion();
        assertThat(champion.generation()).isEqualTo(generation);
        assertThat(champion.version()).isEqualTo(version);
        assertThat(champion.vocabulary()).isEqualTo(known(known));
    }

    @Test
    void shouldGoBackToAVersionWithItsOwnVocabularyAndSuccessions() {
        promote(1);
        RecurrentNetwork first = versions.champion().network();
        promote(2);
        assertServes(2, 2, 2);
        versions.settle(report(Standing.DEGRADED, 3, weights(1), null));
        assertServes(3, 1, 1);
        assertThat(versions.champion().network()).isSameAs(first);
        promote(4);
        assertServes(4, 3, 4);
    }

    @Test
    void shouldGoBackToTheVersionConfirmedLast() {
        promote(1);
        promote(2);
        versions.settle(report(Standing.CONFIRMED, 3, null, weights(3)));
        assertServes(3, 3, 3);
        versions.settle(report(Standing.DEGRADED, 4, weights(2), null));
        assertServes(4, 2, 2);
    }
}
