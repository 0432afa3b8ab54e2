package io.streamgauge.app.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.app.bench.Finding.Excluded;
import io.streamgauge.app.bench.Finding.Measured;
import io.streamgauge.app.bench.Finding.Progress;
import io.streamgauge.app.bench.Finding.Remark;
import io.streamgauge.app.bench.Finding.Setting;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FindingTest {

    static Stream<Finding> findings() {
        return Stream.of(
                new Measured("step.gru.64x1", "ours", 519.5, 1, 16, 1e-8),
                new Excluded("train.gru", "onnxruntime", "has nothing for this case"),
                new Remark("dl4j", "keeps its state"),
                new Setting("Kernel: plain"),
                new Progress("gru.64x1, case 2 of 7"));
    }

    @ParameterizedTest
    @MethodSource("findings")
    void shouldComeBackFromItsLine(Finding finding) {
        assertThat(Finding.parse(finding.line())).contains(finding);
    }

    @Test
    void shouldStayOneLineWhateverTheReason() {
        assertThat(new Excluded("train.gru", "djl", "first\n\tsecond").line()).endsWith("\tfirst second");
    }

    @Test
    void shouldNotTakeOtherOutputForAFinding() {
        assertThat(Finding.parse("Remark\tdl4j\ttext")).isEmpty();
        assertThat(Finding.parse("WARNING: Using incubator modules")).isEmpty();
        assertThat(Finding.parse(Finding.MARK + "\tUnheardOf\tdl4j")).isEmpty();
    }
}
