package io.streamgauge.wire;

import io.streamgauge.anomaly.AlertState;
import io.streamgauge.anomaly.Bar;
import io.streamgauge.anomaly.Episode;
import io.streamgauge.anomaly.ForecastEpisode;
import io.streamgauge.anomaly.LabelKind;
import io.streamgauge.anomaly.LabelledSpan;
import io.streamgauge.anomaly.PauseHabit;
import io.streamgauge.anomaly.Statistic;
import io.streamgauge.anomaly.Surprise;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is remembered of a key's alerts as bytes: little-endian, and as long as there is something to say.
 *
 * <pre>
 *   flags (byte): 1 an anomaly is open · 2 one was · 4 pauses · 8 the last surprise goes on
 *   [statistic, sign (bytes), since (long), peak (double)] [closed at (long)] [limit, count (doubles), at (long)]
 *   then, each after their count (byte): surprises, bars, labels, forecast alerts
 * </pre>
 */
final class AlertStateCodec {

    /** Flags and four counts. */
    static final int LEAST_BYTES = 5;

    private static final int OPEN = 1;
    private static final int CLOSED = 2;
    private static final int PAUSES = 4;
    private static final int RUNNING = 8;

    private static final int OPEN_BYTES = 2 + Long.BYTES + Double.BYTES;
    private static final int PAUSE_BYTES = 2 * Double.BYTES + Long.BYTES;
    private static final int SURPRISE_BYTES = 3 + 2 * Long.BYTES + 2 * Double.BYTES;
    private static final int BAR_BYTES = 3 + 2 * Double.BYTES;
    private static final int LABEL_BYTES = 1 + 2 * Long.BYTES;
    private static final int FORECAST_BYTES = Integer.BYTES + Long.BYTES + Double.BYTES;

    private AlertStateCodec() {}

    /** Bytes that {@link #encode} writes. */
    static int bytes(AlertState state) {
        return LEAST_BYTES
                + (state.isOpen() ? OPEN_BYTES : 0)
                + (state.closedAt() != 0 ? Long.BYTES : 0)
                + (state.pauses().count() > 0 ? PAUSE_BYTES : 0)
                + SURPRISE_BYTES * state.surprises().size()
                + BAR_BYTES * state.bars().size()
                + LABEL_BYTES * state.labels().size()
                + FORECAST_BYTES * state.forecasts().size();
    }

    /** @param out little-endian; written to from where it stands on */
    static void encode(AlertState state, ByteBuffer out) {
        head(state, out);
        out.put((byte) state.surprises().size());
        for (Surprise surprise : state.surprises()) {
            out.put((byte) surprise.statistic().ordinal()).put((byte) surprise.sign());
            out.putLong(surprise.since()).putLong(surprise.until());
            out.putDouble(surprise.peak()).putDouble(surprise.size()).put((byte) (surprise.loud() ? 1 : 0));
        }
        out.put((byte) state.bars().size());
        for (Bar bar : state.bars()) {
            out.put((byte) bar.statistic().ordinal()).put((byte) bar.sign()).put((byte) (bar.normal() ? 1 : 0));
            out.putDouble(bar.score()).putDouble(bar.size());
        }
        out.put((byte) state.labels().size());
        for (LabelledSpan label : state.labels()) {
            out.putLong(label.from()).putLong(label.to()).put((byte)
                    label.kind().ordinal());
        }
        out.put((byte) state.forecasts().size());
        for (ForecastEpisode forecast : state.forecasts()) {
            out.putInt(forecast.rule()).putLong(forecast.since()).putDouble(forecast.peak());
        }
    }

    private static void head(AlertState state, ByteBuffer out) {
        PauseHabit pauses = state.pauses();
        int flags = (state.isOpen() ? OPEN : 0)
                | (state.closedAt() != 0 ? CLOSED : 0)
                | (pauses.count() > 0 ? PAUSES : 0)
                | (state.isRunning() ? RUNNING : 0);
        out.put((byte) flags);
        state.episode()
                .ifPresent(episode -> out.put((byte) episode.statistic().ordinal())
                        .put((byte) episode.sign())
                        .putLong(episode.since())
                        .putDouble(episode.peak()));
        if (state.closedAt() != 0) {
            out.putLong(state.closedAt());
        }
        if (pauses.count() > 0) {
            out.putDouble(pauses.limit()).putDouble(pauses.count()).putLong(pauses.at());
        }
    }

    /**
     * Reads what {@link #encode} has written.
     *
     * @param state overwritten
     */
    static void decode(ByteBuffer bytes, AlertState state) throws WireFormatException {
        ByteBuffer in = bytes.order(ByteOrder.LITTLE_ENDIAN);
        try {
            int flags = in.get();
            @Nullable
            Episode open =
                    (flags & OPEN) == 0 ? null : new Episode(statistic(in), in.get(), in.getLong(), in.getDouble());
            long closedAt = (flags & CLOSED) == 0 ? 0 : in.getLong();
            if ((flags & PAUSES) != 0) {
                state.pauses().restore(in.getDouble(), in.getDouble(), in.getLong());
            } else {
                state.pauses().restore(0, 0, 0);
            }
            state.restore(
                    open,
                    closedAt,
                    (flags & RUNNING) != 0,
                    list(in, AlertState.MOST_SURPRISES, AlertStateCodec::surprise),
                    list(in, AlertState.MOST_BARS, AlertStateCodec::bar),
                    list(in, AlertState.MOST_LABELS, AlertStateCodec::label),
                    list(in, Byte.MAX_VALUE, AlertStateCodec::forecast));
        } catch (BufferUnderflowException e) {
            throw new WireFormatException("state's alerts end too early", e);
        }
        if (in.hasRemaining()) {
            throw new WireFormatException("state has " + in.remaining() + " bytes too many");
        }
    }

    private interface Item<T> {
        T read(ByteBuffer in) throws WireFormatException;
    }

    private static <T> List<T> list(ByteBuffer in, int most, Item<T> item) throws WireFormatException {
        int count = in.get();
        if (count < 0 || count > most) {
            throw new WireFormatException("state's alerts have a list of " + count + ", expected 0 to " + most);
        }
        List<T> items = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            items.add(item.read(in));
        }
        return items;
    }

    private static Surprise surprise(ByteBuffer in) throws WireFormatException {
        return new Surprise(
                statistic(in), in.get(), in.getLong(), in.getLong(), in.getDouble(), in.getDouble(), in.get() != 0);
    }

    private static Bar bar(ByteBuffer in) throws WireFormatException {
        return new Bar(statistic(in), in.get(), in.get() != 0, in.getDouble(), in.getDouble());
    }

    private static LabelledSpan label(ByteBuffer in) throws WireFormatException {
        return new LabelledSpan(in.getLong(), in.getLong(), one(LabelKind.values(), in.get(), "label"));
    }

    private static ForecastEpisode forecast(ByteBuffer in) {
        return new ForecastEpisode(in.getInt(), in.getLong(), in.getDouble());
    }

    private static Statistic statistic(ByteBuffer in) throws WireFormatException {
        return one(Statistic.values(), in.get(), "statistic");
    }

    private static <T> T one(T[] values, int number, String what) throws WireFormatException {
        if (number < 0 || number >= values.length) {
            throw new WireFormatException(
                    "state's alerts name " + what + " " + number + ", expected 0 to " + (values.length - 1));
        }
        return values[number];
    }
}
