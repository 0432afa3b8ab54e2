package io.streamgauge.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.streamgauge.example.Lcg;
import io.streamgauge.nn.CellKind;
import io.streamgauge.nn.NetworkSpec;
import io.streamgauge.nn.ParameterLayout;
import org.junit.jupiter.api.Test;

class GradientDiagnosticsTest {
    /** Layers of 2 + 1 + 1 + 1 recurrent values and 1 + 1 of the head. */
    private static final ParameterLayout LAYOUT = new NetworkSpec(CellKind.RNN_TANH, 2, 1, 1, 1).layout();

    /** A float's rounding, on norms of some units. */
    private static final double ROUNDING = 1e-6;

    private final GradientDiagnostics diagnostics = new GradientDiagnostics(LAYOUT);
    private final Sgd sgd = new Sgd(LAYOUT.size(), SgdSettings.PLAIN);
    private final float[] parameters = new float[LAYOUT.size()];

    /** Norm 3 in the recurrent layer and 4 in the head. */
    private static float[] gradient() {
        return new float[] {3, 0, 0, 0, 0, 4, 0};
    }

    private void update(double bound, float[] gradient) {
        diagnostics.clip(new GlobalNormClipper(bound), gradient);
        diagnostics.update(sgd, 0.1, parameters, gradient);
    }

    @Test
    void shouldMeasureLayersWholeAndUpdate() {
        assertThat(diagnostics.clip(new GlobalNormClipper(100), gradient())).isEqualTo(5);
        update(2.5, gradient());
        GradientReport report = diagnostics.report();
        assertThat(report.updates()).isEqualTo(1);
        assertThat(report.layerNorms())
                .containsEntry("rnn 0", 3.0)
                .containsEntry("head", 4.0)
                .hasSize(2);
        assertThat(report.norm()).isEqualTo(5);
        assertThat(report.clippedNorm()).isCloseTo(2.5, within(ROUNDING));
        assertThat(report.clippedShare()).isEqualTo(1);
        assertThat(report.updateNorm()).isCloseTo(0.25, within(ROUNDING));
    }

    @Test
    void shouldGiveMeansAndTheShareThatWasClipped() {
        update(100, gradient());
        update(100, new float[LAYOUT.size()]);
        update(1, gradient());
        update(100, new float[LAYOUT.size()]);
        GradientReport report = diagnostics.report();
        assertThat(report.norm()).isEqualTo(2.5);
        assertThat(report.layerNorms()).containsEntry("head", 2.0);
        assertThat(report.clippedNorm()).isCloseTo(1.5, within(ROUNDING));
        assertThat(report.clippedShare()).isEqualTo(0.25);
        assertThat(report.updateNorm()).isCloseTo(0.15, within(ROUNDING));
    }

    @Test
    void shouldNotCountAGradientThatWasRefused() {
        float[] broken = gradient();
        broken[0] = Float.NaN;
        assertThat(diagnostics.clip(new GlobalNormClipper(1), broken)).isNaN();
        GradientReport none = diagnostics.report();
        assertThat(none.updates()).isZero();
        assertThat(none.norm()).isZero();
        update(100, gradient());
        assertThat(diagnostics.report().norm()).isEqualTo(5);
    }

    @Test
    void shouldBeginAnewAfterAReport() {
        update(1, gradient());
        diagnostics.report();
        GradientReport report = diagnostics.report();
        assertThat(report)
                .isEqualTo(new GradientReport(0, report.layerNorms(), 0, 0, 0, 0))
                .satisfies(each -> assertThat(each.layerNorms().values()).containsOnly(0.0));
    }

    @Test
    void shouldNotTakeRoundingForClipping() {
        float[] gradient = new Lcg(3).vector(LAYOUT.size(), 1);
        diagnostics.clip(new PerLayerNormClipper(LAYOUT, 100), gradient);
        diagnostics.update(sgd, 0.1, parameters, gradient);
        assertThat(diagnostics.report().clippedShare()).isZero();
    }
}
