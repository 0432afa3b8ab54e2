package io.streamgauge.app.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.anomaly.AnomalySettings;
import io.streamgauge.anomaly.SeriesMonitor;
import io.streamgauge.forecast.ForecasterSpec;
import io.streamgauge.nn.CellKind;
import io.streamgauge.wire.StateCodec;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

class StateBenchTest {

    private static final ForecasterSpec SPEC =
            new ForecasterSpec(List.of(1, 2, 5), 24, ZoneOffset.UTC, CellKind.GRU, 8, 1, 4, 2, .9);

    @Test
    void shouldCountEveryByteOfAStateInOnePart() {
        var bench = new StateBench(new SeriesMonitor(SPEC, new AnomalySettings(100, 1)));
        int parts = 0;
        int all = 0;
        for (String line : bench.bytes()) {
            if (line.startsWith("RESULT state.3.")) {
                String[] words = line.split(" ");
                if (words[1].endsWith(".all")) {
                    all = Integer.parseInt(words[2]);
                } else if (!words[1].contains("window")) {
                    parts += Integer.parseInt(words[2]);
                }
            }
        }
        var codec = new StateCodec(SPEC);
        int windows = codec.bytesByPart().getOrDefault("window buffer of a sampled key", 0);
        assertThat(all).isEqualTo(codec.encodedBytes(true) - windows);
        // Beside the fields: header, alerts that are none, checksum.
        assertThat(all - parts).isBetween(20, 100);
        assertThat(bench.run()).anyMatch(line -> line.matches("RESULT time\\.3\\.step [0-9.]+ us"));
    }
}
