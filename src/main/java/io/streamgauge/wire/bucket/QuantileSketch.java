package io.streamgauge.wire.bucket;

import com.datadoghq.sketch.ddsketch.DDSketch;
import com.datadoghq.sketch.ddsketch.encoding.ByteArrayInput;
import com.datadoghq.sketch.ddsketch.encoding.GrowingByteArrayOutput;
import com.datadoghq.sketch.ddsketch.mapping.BitwiseLinearlyInterpolatedMapping;
import com.datadoghq.sketch.ddsketch.mapping.IndexMapping;
import com.datadoghq.sketch.ddsketch.store.CollapsingLowestDenseStore;
import com.datadoghq.sketch.ddsketch.store.Store;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.OptionalLong;

/**
 * The least number that 95 % of the numbers do not exceed, within {@value #ACCURACY} of itself.
 *
 * <p>A DDSketch (Masson et al. 2019): counts on a logarithmic grid, here one that takes no logarithm, so that it is the
 * same on every platform. Of each sign at most {@value #MOST_BINS} bins; beyond, the smallest magnitudes fall into one.
 */
final class QuantileSketch implements Accumulator {

    static final double ACCURACY = .01;
    private static final int MOST_BINS = 1_024;
    /** A bin of either sign takes a varying place (5 bytes) and a varying number (9 bytes) at most. */
    static final int MOST_BYTES = 2 * MOST_BINS * 14 + 64;

    private static final double PROBABILITY = .95;

    private final DDSketch sketch;

    QuantileSketch() {
        this(new DDSketch(mapping(), QuantileSketch::store));
    }

    private QuantileSketch(DDSketch sketch) {
        this.sketch = sketch;
    }

    private static IndexMapping mapping() {
        return new BitwiseLinearlyInterpolatedMapping(ACCURACY);
    }

    private static Store store() {
        return new CollapsingLowestDenseStore(MOST_BINS);
    }

    static QuantileSketch read(ByteBuffer in) {
        byte[] bytes = new byte[in.getInt()];
        in.get(bytes);
        try {
            return new QuantileSketch(DDSketch.decode(ByteArrayInput.wrap(bytes), QuantileSketch::store, mapping()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void add(double number, OptionalLong id) {
        if (!Double.isNaN(number)) {
            sketch.accept(number);
        }
    }

    @Override
    public double value(double seconds) {
        if (sketch.isEmpty()) {
            return Double.NaN;
        }
        // The sketch takes the number whose rank, from 0, is the largest whole one in q·(n − 1); the half is for
        // rounding.
        double count = sketch.getCount();
        double rank = Math.ceil(PROBABILITY * count) - 1;
        return sketch.getValueAtQuantile(Math.min(1, (rank + .5) / Math.max(1, count - 1)));
    }

    @Override
    public byte[] bytes() {
        GrowingByteArrayOutput out = GrowingByteArrayOutput.withDefaultInitialCapacity();
        try {
            sketch.encode(out, true);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return ByteBuffer.allocate(Integer.BYTES + out.numWrittenBytes())
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(out.numWrittenBytes())
                .put(out.backingArray(), 0, out.numWrittenBytes())
                .array();
    }
}
