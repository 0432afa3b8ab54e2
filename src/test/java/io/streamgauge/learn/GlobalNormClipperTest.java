package io.streamgauge.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class GlobalNormClipperTest {
    private final GlobalNormClipper clipper = new GlobalNormClipper(2);

    @Test
    void shouldScaleALargeGradientToTheBoundAndKeepItsDirection() {
        float[] gradient = {6, 0, -8};
        assertThat(clipper.clip(gradient)).isEqualTo(10);
        assertThat(gradient[0]).isCloseTo(1.2f, within(1e-6f));
        assertThat(gradient[1]).isZero();
        assertThat(gradient[2]).isCloseTo(-1.6f, within(1e-6f));
    }

    @Test
    void shouldLeaveASmallGradientAsItIs() {
        float[] gradient = {0, 1.9f};
        assertThat(clipper.clip(gradient)).isCloseTo(1.9, within(1e-7));
        assertThat(gradient).containsExactly(0, 1.9f);
    }

    @Test
    void shouldMeasureHugeFiniteGradientsAndReportNonFiniteOnes() {
        float[] huge = {3e38f, 3e38f};
        assertThat(clipper.clip(huge)).isCloseTo(3e38 * Math.sqrt(2), within(1e33));
        assertThat(huge[0]).isCloseTo((float) Math.sqrt(2), within(1e-6f));
        float[] infinite = {1, Float.POSITIVE_INFINITY};
        assertThat(clipper.clip(infinite)).isInfinite();
        assertThat(infinite).containsExactly(1, Float.POSITIVE_INFINITY);
        assertThat(clipper.clip(new float[] {1, Float.NaN})).isNaN();
    }

    @Test
    void shouldRejectABoundOfZero() {
        assertThatThrownBy(() -> new GlobalNormClipper(0)).hasMessage("maxNorm is 0.0, must be positive and finite");
    }
}
