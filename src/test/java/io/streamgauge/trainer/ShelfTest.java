package io.streamgauge.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What is needed to go back never leaves the topic. */
class ShelfTest {

    private static final String HASH = "a".repeat(64);

    private static Shelf shelf(long validatedUntil, long versions) {
        Shelf shelf = new Shelf();
        for (long version = 1; version <= versions; version++) {
            shelf.put(version, new Shelf.Entry(HASH, version <= validatedUntil));
        }
        return shelf;
    }

    @Test
    void shouldLetGoAllButTheNewest() {
        assertThat(shelf(23, 23).outdated(List.of())).containsExactly(1L, 2L, 3L);
    }

    @Test
    void shouldKeepWhatIsNeededHoweverOld() {
        assertThat(shelf(23, 23).outdated(List.of(2L))).containsExactly(1L, 3L);
    }

    @Test
    void shouldKeepTheLastFiveValidatedOnesBehindAnyNumberOfOthers() {
        assertThat(shelf(7, 40).outdated(List.of()))
                .doesNotContain(3L, 4L, 5L, 6L, 7L)
                .contains(1L, 2L, 8L, 20L)
                .doesNotContain(21L);
    }

    @Test
    void shouldNameThePreferredVersionOrTheLastValidatedOneToFallBackOn() {
        Shelf shelf = shelf(5, 9);
        assertThat(shelf.fallbackOf(9, 7)).extracting("version").isEqualTo(7L);
        assertThat(shelf.fallbackOf(9, 9)).extracting("version").isEqualTo(5L);
        assertThat(shelf.fallbackOf(9, 12)).extracting("version").isEqualTo(5L);
        assertThat(shelf.fallbackOf(1, 1)).isNull();
    }
}
