package io.streamgauge.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.streamgauge.signal.Measurement;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** What waits and what was seen of a key comes back as it was, or with what was found. */
class EventMemoryCodecTest {

    private final EventMemoryCodec codec = new EventMemoryCodec(new EventLayout("/t", "/v"), 16, 32);

    @Test
    void shouldGiveBackIdsAndEventsThatWait() throws WireFormatException {
        byte[] encoded = codec.encode(memory());
        assertThat(codec.encode(codec.decode(encoded))).isEqualTo(encoded);
    }

    @Test
    void shouldSayOfAMemoryFromTheFutureThatANewerForecasterWroteIt() {
        byte[] newer = codec.encode(memory());
        newer[Integer.BYTES] = (byte) (EventMemoryCodec.FORMAT_VERSION + 1);
        assertThatExceptionOfType(NewerFormatException.class)
                .isThrownBy(() -> codec.decode(newer))
                .withMessageContaining("format version is " + (EventMemoryCodec.FORMAT_VERSION + 1))
                .withMessageContaining("expected at most " + EventMemoryCodec.FORMAT_VERSION)
                .withMessageContaining("newer forecaster");
    }

    private EventMemory memory() {
        EventMemory memory = codec.fresh();
        memory.remember(OptionalLong.of(42));
        memory.hold(new EventMemory.HeldEvent(Measurement.of(1_000, 1), 7));
        return memory;
    }
}
