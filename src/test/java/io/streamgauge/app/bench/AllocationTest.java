package io.streamgauge.app.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class AllocationTest {

    @Test
    void shouldCountWhatAnOperationAllocates() {
        AtomicReference<byte[]> kept = new AtomicReference<>(new byte[0]);

        // An array of 10,000 bytes and its header, in whichever multiple the virtual machine rounds to.
        assertThat(Allocation.bytesPerOperation(() -> kept.set(new byte[10_000])))
                .isBetween(10_000L, 10_064L);
    }

    @Test
    void shouldCountNothingWhereNothingIsAllocated() {
        AtomicReference<byte[]> kept = new AtomicReference<>(new byte[0]);

        assertThat(Allocation.bytesPerOperation(() -> kept.set(kept.get()))).isZero();
    }
}
