package io.streamgauge.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShortDecimalTest {
    private static final JsonFactory JSON = new JsonFactory();

    @ParameterizedTest
    @CsvSource({
        "1, 12.3456789012345, 12.345679",
        "1, -12.3456789012345, -12.345679",
        "1, 12, 12.0",
        "1, 0, 0.0",
        "1, -1e-9, 0.0",
        "1, 0.1, 0.1",
        "0.002, 0.0001234567891234, 0.000123457",
        "9.99, 100.00000049, 100.0",
        "25, 1234.567891, 1234.56789",
        "5e7, 123456789.5, 123456790.0",
        "1, 123456789012345.6, 1.234567890123456E14",
        "1e-12, 1.2345678901234567, 1.2345678901234567",
        "0, 1.2345678901234567, 1.2345678901234567",
        "NaN, 0.1, 0.1",
    })
    void shouldWriteTheDigitsThatTellSomething(double usualStep, double value, String expected) throws IOException {
        assertThat(text(usualStep, value)).isEqualTo(expected);
    }

    @Test
    void shouldBeOffByNoMoreThanHalfAMillionthOfAStep() throws IOException {
        var random = new SplittableRandom(1);
        for (int i = 0; i < 20_000; i++) {
            double step = Math.pow(10, random.nextDouble(-9, 9));
            double value = step * random.nextDouble(-1e4, 1e4);
            String text = text(step, value);
            assertThat(Double.parseDouble(text)).as(text).isCloseTo(value, within(.5e-6 * step * (1 + 1e-9)));
            assertThat(ForecastWriter.written(value, step)).as(text).isEqualTo(Double.parseDouble(text));
        }
    }

    private static String text(double usualStep, double value) throws IOException {
        var out = new StringWriter();
        var decimal = new ShortDecimal();
        decimal.scale(usualStep);
        try (JsonGenerator json = JSON.createGenerator(out)) {
            decimal.write(json, value);
        }
        return out.toString();
    }
}
