package io.streamgauge.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.streamgauge.wire.SourceEvent;
import org.junit.jupiter.api.Test;

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
}
