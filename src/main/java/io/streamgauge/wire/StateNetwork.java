package io.streamgauge.wire;

import io.streamgauge.forecast.ForecasterSpec;
import io.streamgauge.forecast.TargetKind;
import io.streamgauge.nn.CellKind;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * The network and the windows that a key's state was written for, as they stand in its header.
 *
 * <pre>
 *   cell, layers (byte each) · units, steps of a window, stride of the windows (short each)
 * </pre>
 *
 * <p>The layers are negative where windows hold what the readouts leave: their buffer has a field more.
 */
final class StateNetwork {

    static final int BYTES = 2 * Byte.BYTES + 3 * Short.BYTES;

    private static final List<CellKind> CELLS = List.of(CellKind.values());

    private StateNetwork() {}

    static void put(ForecasterSpec spec, ByteBuffer out) {
        out.put((byte) spec.cell().ordinal()).put(layers(spec));
        out.putShort((short) spec.hiddenSize())
                .putShort((short) spec.windowSteps())
                .putShort((short) spec.windowStride());
    }

    private static byte layers(ForecasterSpec spec) {
        return (byte) (spec.target() == TargetKind.RESIDUAL ? -spec.layers() : spec.layers());
    }

    /** Whether what stands next is the network and the windows of {@code now}; if so, it is passed over. */
    static boolean skipSame(ByteBuffer in, ForecasterSpec now) {
        int at = in.position();
        boolean same = in.remaining() >= BYTES
                && in.get(at) == (byte) now.cell().ordinal()
                && in.get(at + 1) == layers(now)
                && in.getShort(at + 2) == (short) now.hiddenSize()
                && in.getShort(at + 2 + Short.BYTES) == (short) now.windowSteps()
                && in.getShort(at + 2 + 2 * Short.BYTES) == (short) now.windowStride();
        if (same) {
            in.position(at + BYTES);
        }
        return same;
    }

    /** {@code now} with the network and the windows that a state names. */
    static ForecasterSpec read(ByteBuffer in, ForecasterSpec now) throws WireFormatException {
        int cell = in.get();
        int marked = in.get();
        int layers = Math.abs(marked);
        TargetKind target = marked < 0 ? TargetKind.RESIDUAL : TargetKind.CHANGE;
        int units = Short.toUnsignedInt(in.getShort());
        int steps = Short.toUnsignedInt(in.getShort());
        int stride = Short.toUnsignedInt(in.getShort());
        if (cell < 0 || cell >= CELLS.size() || layers < 1 || units < 1) {
            throw new WireFormatException("state names cell " + cell + " with " + layers + " layers of " + units
                    + " units, expected cell 0 to " + (CELLS.size() - 1) + " with one or more");
        }
        try {
            ForecasterSpec written = now.withNetwork(CELLS.get(cell), units, layers, steps, stride)
                    .withTarget(target);
            // Refuses what is no network before anything is made for one.
            written.network();
            return written;
        } catch (IllegalArgumentException e) {
            throw new WireFormatException("state names no network: " + e.getMessage(), e);
        }
    }

    static String text(ForecasterSpec spec) {
        return spec.cell().id() + " " + spec.hiddenSize() + " x " + spec.layers() + " with windows of "
                + spec.windowSteps() + " steps every " + spec.windowStride();
    }
}
