package io.streamgauge.config;

import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * How events are read.
 *
 * @param columns of a line of CSV
 * @param registry where the schemas of Avro and Protobuf are
 */
public record Reading(Format format, List<String> columns, Optional<URI> registry) {

    static Reading of(Values values) {
        return new Reading(
                values.get(ReadingKeys.FORMAT), values.get(ReadingKeys.COLUMNS), values.get(ReadingKeys.REGISTRY));
    }

    static void check(Values values, String source, List<String> problems) {
        values.find(ReadingKeys.FORMAT).ifPresent(format -> {
            if (format == Format.CSV
                    && values.find(ReadingKeys.COLUMNS).orElse(List.of()).isEmpty()) {
                problems.add(source + ": columns: found none with format csv, expected the names of a line's cells");
            }
            if (format.isFramed()
                    && values.find(ReadingKeys.REGISTRY).flatMap(given -> given).isEmpty()) {
                problems.add(source + ": registry.url: found none with format " + format.text()
                        + ", expected a schema registry's address such as http://127.0.0.1:8081");
            }
        });
    }
}
