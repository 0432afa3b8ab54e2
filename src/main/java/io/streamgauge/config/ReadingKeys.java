package io.streamgauge.config;

import java.net.URI;
import java.util.List;
import java.util.Optional;

/** The keys of a topology file that say how events are written. */
final class ReadingKeys {

    static final Setting<Format> FORMAT = Setting.of(
            "format",
            Kind.choice(Format.values(), Format::text),
            Format.JSON.text(),
            "How the source's events are written: JSON objects; lines of comma-separated cells; Avro or Protobuf framed with"
                    + " a schema registry's id (0, 4 bytes; Protobuf's message indexes).");
    static final Setting<List<String>> COLUMNS = Setting.of(
            "columns",
            Kind.optionalTexts(256),
            Kind.NONE,
            "Where format is csv: the names of a line's cells in order; /NAME is the pointer to one.");
    static final Setting<Optional<URI>> REGISTRY = Setting.of(
            "registry.url",
            Kind.optionalUrl(),
            Kind.NONE,
            "Where format is avro or protobuf: the schema registry. An id that it does not know sends its events to the"
                    + " dead letters; while it cannot be reached, events wait.");

    private ReadingKeys() {}
}
