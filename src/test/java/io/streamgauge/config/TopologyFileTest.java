package io.streamgauge.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A topology file is changed key by key; what a person wrote around them stays. */
class TopologyFileTest {

    @TempDir
    Path folder;

    private Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("t.yaml"), text);
    }

    private static Map<String, String> changes(String... keysAndValues) {
        Map<String, String> changes = new LinkedHashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            changes.put(keysAndValues[i], keysAndValues[i + 1]);
        }
        return changes;
    }

    @Test
    void shouldChangeKeysInTheirPlaceAndAddTheOthers() throws IOException {
        Path file = file("""
                # mine
                name: a
                season: auto      # a day
                network:
                  cell: gru
                  hidden: 32      # units
                """);
        String changed = TopologyFile.changed(
                file,
                changes("season", "24", "network.hidden", "64", "network.layers", "2", "targets", "/a b,/c"),
                "Tuned");
        assertThat(changed).isEqualTo("""
                # mine
                name: a
                season: 24      # a day
                network:
                  cell: gru
                  hidden: 64      # units

                # Tuned
                network.layers: 2
                targets: '/a b,/c'
                """);
        TopologyConfig read = TopologyConfig.load(file(changed), Map.of());
        assertThat(read.season()).isEqualTo(24);
        assertThat(read.network()).isEqualTo(new TopologyConfig.Network(Cell.GRU, 64, 2));
        assertThat(read.source().targets()).containsExactly("/a b", "/c");
    }

    @Test
    void shouldRefuseWhatIsNoLineOfItsOwn() throws IOException {
        Path file = file("name: a\nnetwork: {cell: gru, hidden: 8}\nband.levels:\n- 0.5\n");
        assertThatThrownBy(() -> TopologyFile.changed(file, changes("network.hidden", "64"), ""))
                .isInstanceOf(ConfigError.class)
                .hasMessage(
                        file + ":2: found 'network.hidden' as part of a list or between braces, expected a line of its"
                                + " own, which can be changed");
        assertThatThrownBy(() -> TopologyFile.changed(file, changes("band.levels", "0.9"), ""))
                .hasMessageStartingWith(file + ":3: found 'band.levels' as part of a list");
    }
}
