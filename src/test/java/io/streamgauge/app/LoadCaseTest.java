package io.streamgauge.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.streamgauge.config.Format;
import io.streamgauge.config.TopologyConfig;
import io.streamgauge.metrics.ForecastMetrics;
import io.streamgauge.signal.Measurement;
import io.streamgauge.stream.StreamInputs;
import io.streamgauge.wire.EventReader;
import io.streamgauge.wire.RejectedEventException;
import io.streamgauge.wire.SourceEvent;
import io.streamgauge.wire.format.EventFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LoadCaseTest {
    @Test
    void shouldFindEveryCaseByItsText() {
        assertThat(LoadCase.all())
                .allSatisfy(load -> assertThat(LoadCase.parse(load.text())).isEqualTo(load));
        assertThat(LoadCase.all().stream().map(LoadCase::text)).doesNotHaveDuplicates();
    }

    @Test
    void shouldNameTheCasesWhereOneIsUnknown() {
        assertThatExceptionOfType(UserError.class)
                .isThrownBy(() -> LoadCase.parse("fast"))
                .withMessageContaining("found 'fast', expected one of pass, empty, full");
    }

    @Test
    void shouldBringEveryKeyInTurnAndNoEventOfTheFuture() {
        long now = 1_800_000_000_000L;
        LoadSource source = new LoadSource(3, 30, now);
        long last = 0;
        for (int i = 0; i < 30; i++) {
            SourceEvent event = source.event(i);
            assertThat(event.key()).isEqualTo("key-000000" + i % 3);
            assertThat(event.time()).isBetween(last, now);
            last = event.time();
        }
        assertThat(new LoadSource(3, 30, now).event(0)).isEqualTo(new LoadSource(3, 30, now).event(0));
    }

    /** What the bench writes, read as the forecaster reads it, by the schemas that the bench's registry gives. */
    @ParameterizedTest
    @EnumSource
    void shouldWriteTheSameEventInEveryFormat(Format format) throws RejectedEventException {
        LoadCase load = LoadCase.of(LoadCase.Work.FULL).with(format);
        try (LoadRegistry registry = new LoadRegistry()) {
            TopologyConfig topology = LoadMeasurement.topology("load", load, registry.url(), 1);
            SourceEvent event = new LoadSource(1, 1, 1_800_000_000_000L).event(0);
            byte[] written = LoadCase.writer(format).apply(event);
            EventFormat reader = StreamInputs.format(topology, ForecastMetrics.noop());
            byte[] json = reader.json(written, topology.limits().maxEventBytes());
            Measurement read = new EventReader(StreamInputs.layout(topology), 1_000).read(json);
            assertThat(read.time()).isEqualTo(event.time());
            assertThat(read.values()).containsExactly(event.values());
        }
    }
}
