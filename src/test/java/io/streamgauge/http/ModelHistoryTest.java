package io.streamgauge.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.wire.ModelInfo;
import org.junit.jupiter.api.Test;

class ModelHistoryTest {
    private final ModelHistory history = new ModelHistory(3);

    @Test
    void shouldKeepTheLastGenerationsOldestFirst() {
        for (long generation = 1; generation <= 5; generation++) {
            history.record(Forecasts.model(generation));
        }

        assertThat(history.list()).extracting(ModelInfo::generation).containsExactly(3L, 4L, 5L);
        assertThat(history.latest()).contains(Forecasts.model(5));
    }

    @Test
    void shouldNotAddAGenerationTwice() {
        history.record(Forecasts.model(2));
        history.record(Forecasts.model(2));
        history.record(Forecasts.model(1));

        assertThat(history.list()).containsExactly(Forecasts.model(2));
    }

    @Test
    void shouldHaveNoLatestBeforeTheFirst() {
        assertThat(history.latest()).isEmpty();
    }
}
