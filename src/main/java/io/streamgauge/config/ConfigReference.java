package io.streamgauge.config;

import java.util.stream.Collectors;

/** The reference page of both kinds of file, written from their definitions. */
public final class ConfigReference {
    private ConfigReference() {}

    public static String markdown() {
        return """
                # Configuration reference

                Generated from the definitions that also parse and check the files; a test compares this page with them.
                `--set key=value` on the command line overrides any key of either file.

                ## Topology file (`topology/*.yaml`, `--topology FILE`)

                A dot is a section: `network.cell` is `cell` under `network`. Durations are written as 250ms, 5s, 1h,
                7d or in ISO 8601.

                %s
                ## Runtime file (`config/*.properties`, `--config FILE`)

                %s
                Any key of Kafka Streams and of Kafka's consumer, producer and admin client may stand in the runtime file
                as well: bare, for everything that knows it, or with the prefix `consumer.`, `main.consumer.`,
                `restore.consumer.`, `global.consumer.`, `producer.` or `admin.`. Kafka's own definitions check them.
                A value may stand elsewhere: `${file:FILE:KEY}` in a properties file, `${directory:FOLDER:FILE}` as the
                text of a file, `${env:NAME}` in the environment. `%s` can only be `exactly_once_v2`. Not to be set, because the program sets them:
                %s.
                """.formatted(
                table(TopologyKeys.ALL),
                table(RuntimeKeys.ALL),
                KafkaKeys.GUARANTEE,
                KafkaKeys.owned().stream().sorted().map(key -> "`" + key + "`").collect(Collectors.joining(", ")));
    }

    private static String table(Definition definition) {
        return definition.settings().stream()
                .map(ConfigReference::row)
                .collect(Collectors.joining("\n", "| key | type | default | meaning |\n|---|---|---|---|\n", "\n"));
    }

    private static String row(Setting<?> setting) {
        return "| `" + setting.key() + "` | " + cell(setting.kind().expected()) + " | " + initial(setting) + " | "
                + cell(setting.meaning()) + " |";
    }

    private static String initial(Setting<?> setting) {
        if (setting.follows() != null) {
            return "as `" + setting.follows().key() + "`";
        }
        return setting.isRequired() ? "required" : "`" + setting.initial() + "`";
    }

    private static String cell(String text) {
        return text.replace("|", "\\|");
    }
}
