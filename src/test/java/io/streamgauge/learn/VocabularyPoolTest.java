package io.streamgauge.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.streamgauge.nn.Successions;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which categories get a class, and in which order. */
class VocabularyPoolTest {

    private static VocabularyPool pool(int capacity, boolean templates) {
        return new VocabularyPool(capacity, templates, VocabularyState.EMPTY);
    }

    private static void tell(VocabularyPool pool, int times, String... categories) {
        for (int i = 0; i < times; i++) {
            pool.take(List.of(categories));
        }
    }

    @Test
    void shouldAdmitWhatWasToldOfThreeTimesInThatOrder() {
        VocabularyPool pool = pool(5, false);
        tell(pool, 2, "login", "once-in-a-while");
        tell(pool, 1, "pay", "login");
        assertThat(pool.state().admitted()).containsExactly("login");
        tell(pool, 2, "pay", "login");
        assertThat(pool.state().admitted()).containsExactly("login", "pay");
        assertThat(pool.state().waiting()).containsOnlyKeys("once-in-a-while");
    }

    @Test
    void shouldNeverTakeAClassBackNorGiveMoreThanThereAre() {
        VocabularyPool pool = pool(2, false);
        tell(pool, 3, "a", "b", "c", "d");
        assertThat(pool.state().admitted()).containsExactly("a", "b");
        tell(pool, 50, "c");
        assertThat(pool.state().admitted()).containsExactly("a", "b");
    }

    @Test
    void shouldForgetWhatWaitsLongestWithoutBeingHeardOf() {
        VocabularyPool pool = pool(2_000, false);
        tell(pool, 2, "regular");
        for (int i = 0; i < VocabularyPool.MOST_WAITING + 5; i++) {
            tell(pool, 1, "id-" + i);
        }
        tell(pool, 1, "regular");
        assertThat(pool.state().admitted()).isEmpty();
        assertThat(pool.state().waiting()).hasSize(VocabularyPool.MOST_WAITING).containsEntry("regular", 1);
    }

    @Test
    void shouldGoOnFromItsState() {
        VocabularyPool one = pool(5, true);
        tell(one, 2, "user anna logged in", "disk full");
        VocabularyPool other = new VocabularyPool(5, true, one.state());
        for (VocabularyPool pool : List.of(one, other)) {
            tell(pool, 1, "user ben logged in", "disk full");
        }
        assertThat(other.state()).isEqualTo(one.state());
        assertThat(one.state().admitted()).containsExactly("user <*> logged in", "disk full");
    }

    @Test
    void shouldGiveLikeLinesOneClass() {
        VocabularyPool pool = pool(5, true);
        tell(pool, 1, "user anna logged in", "user ben logged in", "user carl logged in");
        assertThat(pool.state().admitted()).containsExactly("user <*> logged in");
        tell(pool, 5, "user dora logged in");
        assertThat(pool.state().admitted()).hasSize(1);
        assertThat(pool.state().waiting()).isEmpty();
    }

    /** Its own memory is lost, and the versions that it published are not. */
    @Test
    void shouldGoOnFromThePublishedClasses() {
        VocabularyPool pool = pool(5, false);
        tell(pool, 1, "pay");
        pool.adopt(List.of("login", "pay"), new Successions());
        tell(pool, 3, "pay", "view");
        assertThat(pool.state().admitted()).containsExactly("login", "pay", "view");
        pool.adopt(List.of("login"), new Successions());
        assertThat(pool.state().admitted()).containsExactly("login", "pay", "view");
        assertThatIllegalArgumentException().isThrownBy(() -> pool.adopt(List.of("pay"), new Successions()));
    }
}
