package io.streamgauge.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
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
        assertThatIllegalArgumentException().isThrownBy(() -> new KeySample(share)).withMessageContaining("share");
    }
}
