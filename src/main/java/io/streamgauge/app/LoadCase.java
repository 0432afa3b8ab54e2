package io.streamgauge.app;

import io.streamgauge.config.Format;
import io.streamgauge.config.Output;
import io.streamgauge.config.StoreKind;
import io.streamgauge.wire.EventWriter;
import io.streamgauge.wire.SourceEvent;
import io.streamgauge.wire.format.EncodedEvents;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/**
 * One application of {@code bench stream}: what it does with an event, and where.
 *
 * @param work what is done with an event
 * @param horizons steps forecast
 * @param threads stream threads
 * @param store where the states are held
 * @param output what is written of a step
 * @param format how events are written
 */
record LoadCase(Work work, int horizons, int threads, StoreKind store, Output output, Format format) {

    /** What is done with an event. */
    enum Work {
        /** The event is forwarded as it came. */
        PASS,
        /** The event is read, a state got and put, a forecast and windows written, all of the real ones' bytes. */
        EMPTY,
        /** The forecaster. */
        FULL
    }

    private static final int THREADS = 2;

    static LoadCase of(Work work) {
        return new LoadCase(work, 1, THREADS, StoreKind.ROCKSDB, Output.FULL, Format.JSON);
    }

    /** The applications that are compared, those of the first comparison first. */
    static List<LoadCase> all() {
        LoadCase full = of(Work.FULL);
        LoadCase empty = of(Work.EMPTY);
        return List.of(
                of(Work.PASS),
                empty,
                full,
                empty.with(StoreKind.MEMORY),
                full.with(StoreKind.MEMORY),
                full.withThreads(1),
                empty.with(Output.COMPACT),
                full.with(Output.COMPACT),
                empty.withHorizons(24),
                full.withHorizons(24),
                full.with(Format.CSV),
                full.with(Format.AVRO),
                full.with(Format.PROTOBUF));
    }

    LoadCase with(StoreKind other) {
        return new LoadCase(work, horizons, threads, other, output, format);
    }

    LoadCase with(Output other) {
        return new LoadCase(work, horizons, threads, store, other, format);
    }

    LoadCase withThreads(int count) {
        return new LoadCase(work, horizons, count, store, output, format);
    }

    LoadCase withHorizons(int count) {
        return new LoadCase(work, count, threads, store, output, format);
    }

    LoadCase with(Format other) {
        return new LoadCase(work, horizons, threads, store, output, other);
    }

    /** The case as it stands in tables and on a command line. */
    String text() {
        StringBuilder text = new StringBuilder(work.name().toLowerCase(Locale.ROOT));
        if (store == StoreKind.MEMORY) {
            text.append(".memory");
        }
        if (output != Output.FULL) {
            text.append('.').append(output.text());
        }
        if (format != Format.JSON) {
            text.append('.').append(format.text());
        }
        if (horizons > 1) {
            text.append('.').append(horizons).append("steps");
        }
        if (threads == 1) {
            text.append(".1thread");
        }
        return text.toString();
    }

    /** The case of a text. */
    static LoadCase parse(String text) {
        return all().stream()
                .filter(one -> one.text().equals(text))
                .findFirst()
                .orElseThrow(() -> new UserError("--case: found '" + text + "', expected one of "
                        + String.join(", ", all().stream().map(LoadCase::text).toList())));
    }

    /**
     * The settings of the topology that follow from the case.
     *
     * @param registry of the schemas of events
     */
    Map<String, String> topology(String registry) {
        Map<String, String> settings = new HashMap<>();
        settings.put("horizons", horizons == 1 ? "1" : "1.." + horizons);
        settings.put("output", output.text());
        settings.put("source.topic", "bench-source-" + format.text());
        settings.put("format", format.text());
        if (format == Format.CSV) {
            settings.put("columns", EncodedEvents.TIME + "," + EncodedEvents.VALUE);
        }
        if (format.isFramed()) {
            settings.put("registry.url", registry);
        }
        return settings;
    }

    /** A writer of events in a format; for one thread. */
    static Function<SourceEvent, byte[]> writer(Format format) {
        return switch (format) {
            case JSON -> new EventWriter("/" + EncodedEvents.TIME, "/" + EncodedEvents.VALUE)::write;
            case CSV -> EncodedEvents.csv();
            case AVRO -> EncodedEvents.avro();
            case PROTOBUF -> EncodedEvents.protobuf();
        };
    }

    /** The settings of the process that follow from the case. */
    Map<String, String> runtime() {
        return Map.of("num.stream.threads", Integer.toString(threads), "state.store", store.text());
    }
}
