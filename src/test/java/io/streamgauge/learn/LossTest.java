package io.streamgauge.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.streamgauge.nn.Window;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LossTest {

    @ParameterizedTest
    @CsvSource({"0,0,0", "1,0.5,1", "-1,0.5,-1", "2,2,2", "3,4,2", "-10,18,-2"})
    void shouldBeQuadraticWithinDeltaAndLinearBeyond(double error, double value, double slope) {
        var huber = new Huber(2);
        assertThat(huber.value(error)).isEqualTo(value);
        assertThat(huber.slope(error)).isEqualTo(slope);
    }

    @Test
    void shouldSquareTheErrorWithoutAHalf() {
        assertThat(new MeanSquaredError().value(-3)).isEqualTo(9);
        assertThat(new MeanSquaredError().slope(-3)).isEqualTo(-6);
    }

    @Test
    void shouldLeaveMaskedTargetsOutOfSumAndGradient() {
        var window = new Window(
                2, 1, 2, new float[2], new float[] {1, 2, 3, Float.NaN}, new float[] {1, 0, 1, 0}, new float[0]);
        float[] outputs = {2, 9, 6, 9, 99};
        float[] gradient = {5, 5, 5, 5, 5};
        var loss = new MeanSquaredError();
        loss.gradient(window, outputs, 0.5, gradient);
        assertThat(loss.sum(window, outputs, 0)).isCloseTo(10, within(0.0));
        assertThat(loss.sum(window, outputs, 1)).isCloseTo(9, within(0.0));
        assertThat(gradient).containsExactly(1, 0, 3, 0, 5);
        assertThat(Loss.unmasked(window, 0)).isEqualTo(2);
        assertThat(Loss.unmasked(window, 1)).isEqualTo(1);
    }

    @Test
    void shouldRejectADeltaThatBoundsNothing() {
        assertThatThrownBy(() -> new Huber(0)).hasMessage("delta is 0.0, must be positive and finite");
        assertThatThrownBy(() -> new Huber(Double.NaN)).isInstanceOf(IllegalArgumentException.class);
    }
}
