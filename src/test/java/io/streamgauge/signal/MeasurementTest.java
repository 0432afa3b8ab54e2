package io.streamgauge.signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MeasurementTest {

    @ParameterizedTest
    @ValueSource(doubles = {Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 1.1e30, -1.1e30})
    void shouldRefuseWhatNoStateCanHold(double value) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Measurement.of(0, value))
                .withMessageContaining(Double.toString(value));
    }

    @Test
    void shouldTakeTheLargestValue() {
        assertThat(Measurement.of(0, -Measurement.LARGEST_VALUE).value()).isEqualTo(-1e30);
    }
}
