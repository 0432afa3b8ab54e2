package io.streamgauge.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** A fault that met nothing, or stopped nothing, is told from one that did. */
class EvidenceTest {

    private static final Duration LEAST = Duration.ofMillis(500);
    private static final List<Long> STEADY = every(0, 60_000, 50);

    @Test
    void shouldBelieveAFaultThatStoppedLiveTraffic() {
        Evidence evidence = Evidence.of(List.of(20_000L), STEADY, Map.of(0, STEADY, 1, without(20_000, 23_000)));
        assertThat(evidence.interrupted(LEAST)).isTrue();
        assertThat(evidence.shortestPause()).isBetween(Duration.ofMillis(3_000), Duration.ofMillis(3_100));
    }

    @Test
    void shouldNotBelieveAFaultThatStoppedNothing() {
        assertThat(Evidence.of(List.of(20_000L), STEADY, Map.of(0, STEADY)).interrupted(LEAST))
                .isFalse();
        assertThat(Evidence.of(List.of(20_000L, 50_000L), STEADY, Map.of(0, without(20_000, 23_000)))
                        .interrupted(LEAST))
                .as("one of two")
                .isFalse();
    }

    @Test
    void shouldNotBelieveAFaultWithoutTrafficBeforeOrForecastsAfterIt() {
        assertThat(Evidence.of(List.of(20_000L), without(15_000, 25_000), Map.of(0, without(20_000, 23_000)))
                        .interrupted(LEAST))
                .isFalse();
        assertThat(Evidence.of(List.of(20_000L), STEADY, Map.of(0, without(20_000, 23_000), 1, every(0, 20_000, 50)))
                        .interrupted(LEAST))
                .isFalse();
        assertThat(Evidence.of(List.of(), STEADY, Map.of(0, STEADY)).interrupted(LEAST))
                .as("no fault at all")
                .isFalse();
    }

    private static List<Long> every(long from, long to, long step) {
        return LongStream.iterate(from, at -> at < to, at -> at + step).boxed().toList();
    }

    private static List<Long> without(long from, long to) {
        return STEADY.stream().filter(at -> at < from || at >= to).toList();
    }
}
