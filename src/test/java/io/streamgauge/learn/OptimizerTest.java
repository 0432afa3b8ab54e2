package io.streamgauge.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.streamgauge.nn.RandomNetworks;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class OptimizerTest {
    private static final int SIZE = 19;

    static Stream<Arguments> everyOptimizer() {
        return Stream.<Supplier<Optimizer>>of(
                        () -> new Sgd(SIZE, SgdSettings.PLAIN),
                        () -> new Sgd(SIZE, new SgdSettings(0.9, false)),
                        () -> new Sgd(SIZE, new SgdSettings(0.9, true)),
                        () -> new RmsProp(SIZE, RmsPropSettings.PYTORCH),
                        () -> new RmsProp(SIZE, new RmsPropSettings(0.9, 1e-8, 0.5)),
                        () -> new Adam(SIZE, AdamSettings.withLearningRate(1)),
                        () -> new AdamW(SIZE, AdamWSettings.PYTORCH))
                .map(Arguments::of);
    }

    @ParameterizedTest
    @MethodSource("everyOptimizer")
    void shouldGoOnToTheSameBitFromARestoredState(Supplier<Optimizer> kind) {
        var random = new Random(2);
        Optimizer whole = kind.get();
        float[] parameters = RandomNetworks.uniform(SIZE, 1, random);
        for (int t = 0; t < 7; t++) {
            whole.step(parameters, RandomNetworks.uniform(SIZE, 1, random), 0.01 * (t + 1));
        }
        OptimizerState state = whole.state();
        float[] resumed = parameters.clone();
        Optimizer restored = kind.get();
        restored.restore(state);
        assertThat(restored.state()).isEqualTo(state).hasSameHashCodeAs(state);
        for (int t = 0; t < 7; t++) {
            float[] gradient = RandomNetworks.uniform(SIZE, 1, random);
            float[] before = gradient.clone();
            whole.step(parameters, gradient, 0.02);
            restored.step(resumed, gradient, 0.02);
            assertThat(gradient).containsExactly(before);
        }
        assertThat(resumed).containsExactly(parameters);
        assertThat(restored.state()).isEqualTo(whole.state());
    }

    @ParameterizedTest
    @MethodSource("everyOptimizer")
    void shouldGiveStatesThatNothingElseWritesTo(Supplier<Optimizer> kind) {
        Optimizer optimizer = kind.get();
        float[] ones = new float[SIZE];
        Arrays.fill(ones, 1);
        optimizer.step(new float[SIZE], ones, 0.1);
        OptimizerState state = optimizer.state();
        OptimizerState same = optimizer.state();
        optimizer.step(new float[SIZE], ones, 0.1);
        assertThat(state).isEqualTo(same);
        Optimizer other = kind.get();
        other.restore(state);
        other.step(new float[SIZE], ones, 0.1);
        assertThat(state).isEqualTo(same);
    }

    @ParameterizedTest
    @MethodSource("everyOptimizer")
    void shouldStandStillAtALearningRateOfZeroAndGoFurtherAtALargerOne(Supplier<Optimizer> kind) {
        float[] gradient = RandomNetworks.uniform(SIZE, 1, new Random(3));
        float[] parameters = new float[SIZE];
        kind.get().step(parameters, gradient, 0);
        assertThat(parameters).containsOnly(0);
        float[] once = new float[SIZE];
        float[] twice = new float[SIZE];
        kind.get().step(once, gradient, 0.1);
        kind.get().step(twice, gradient, 0.2);
        for (int i = 0; i < SIZE; i++) {
            assertThat(once[i] * gradient[i]).isNegative();
            assertThat(twice[i]).isCloseTo(2 * once[i], within(1e-6f * Math.abs(once[i])));
        }
    }

    @ParameterizedTest
    @MethodSource("everyOptimizer")
    void shouldNameBothNumbersWhereSomethingDoesNotFit(Supplier<Optimizer> kind) {
        Optimizer optimizer = kind.get();
        assertThatThrownBy(() -> optimizer.step(new float[SIZE], new float[4], 0.1))
                .hasMessage("gradient has 4 values, optimizer expects 19");
        assertThatThrownBy(() -> optimizer.step(new float[20], new float[SIZE], 0.1))
                .hasMessage("parameters has 20 values, optimizer expects 19");
        assertThatThrownBy(() -> optimizer.step(new float[SIZE], new float[SIZE], -0.1))
                .hasMessage("learningRate is -0.1, must be at least 0 and finite");
        assertThatThrownBy(() -> optimizer.step(new float[SIZE], new float[SIZE], Double.NaN))
                .hasMessage("learningRate is NaN, must be at least 0 and finite");
    }

    @Test
    void shouldRefuseAStateOfAnotherKindOrSize() {
        var sgd = new Sgd(2, new SgdSettings(0.5, false));
        var rmsProp = new RmsProp(2, RmsPropSettings.PYTORCH);
        var adam = new Adam(2, AdamSettings.withLearningRate(1));
        assertThatThrownBy(() -> sgd.restore(adam.state()))
                .hasMessage("state is of kind AdamState, optimizer expects SgdState");
        assertThatThrownBy(() -> adam.restore(sgd.state()))
                .hasMessage("state is of kind SgdState, optimizer expects AdamState");
        assertThatThrownBy(() -> rmsProp.restore(sgd.state()))
                .hasMessage("state is of kind SgdState, optimizer expects RmsPropState");
        assertThatThrownBy(() -> sgd.restore(new SgdState(new float[3])))
                .hasMessage("velocity has 3 values, optimizer expects 2");
        assertThatThrownBy(() -> rmsProp.restore(new RmsPropState(new float[3], new float[0])))
                .hasMessage("mean square has 3 values, optimizer expects 2");
        assertThatThrownBy(() -> rmsProp.restore(new RmsPropState(new float[2], new float[2])))
                .hasMessage("velocity has 2 values, optimizer expects 0");
        assertThatThrownBy(() -> adam.restore(new AdamState(1, new float[3], new float[2])))
                .hasMessage("first moment has 3 values, optimizer expects 2");
        assertThatThrownBy(() -> adam.restore(new AdamState(1, new float[2], new float[3])))
                .hasMessage("second moment has 3 values, optimizer expects 2");
    }

    @Test
    void shouldRestoreEveryValueOfAState() {
        var sgd = new Sgd(2, new SgdSettings(0.5, false));
        sgd.restore(new SgdState(new float[] {1, 2}));
        assertThat(sgd.state().velocity()).containsExactly(1, 2);
        var rmsProp = new RmsProp(2, new RmsPropSettings(0.9, 1e-8, 0.5));
        rmsProp.restore(new RmsPropState(new float[] {1, 2}, new float[] {3, 4}));
        assertThat(rmsProp.state()).isEqualTo(new RmsPropState(new float[] {1, 2}, new float[] {3, 4}));
        var adamW = new AdamW(2, AdamWSettings.PYTORCH);
        adamW.restore(new AdamState(7, new float[] {1, 2}, new float[] {3, 4}));
        assertThat(adamW.state()).isEqualTo(new AdamState(7, new float[] {1, 2}, new float[] {3, 4}));
    }

    @Test
    void shouldTellStatesApartByEveryPart() {
        float[] a = {1, 2};
        float[] b = {1, 3};
        assertThat(new SgdState(a))
                .isEqualTo(new SgdState(a.clone()))
                .isNotEqualTo(new SgdState(b))
                .isNotEqualTo(null)
                .hasToString("SgdState[size=2]");
        assertThat(new RmsPropState(a, b))
                .isEqualTo(new RmsPropState(a.clone(), b.clone()))
                .isNotEqualTo(new RmsPropState(b, b))
                .isNotEqualTo(new RmsPropState(a, a))
                .isNotEqualTo(null)
                .hasToString("RmsPropState[size=2]");
        assertThat(new AdamState(1, a, b))
                .isEqualTo(new AdamState(1, a.clone(), b.clone()))
                .isNotEqualTo(new AdamState(2, a, b))
                .isNotEqualTo(new AdamState(1, b, b))
                .isNotEqualTo(new AdamState(1, a, a))
                .isNotEqualTo(null)
                .hasToString("AdamState[steps=1, size=2]");
        assertThat(List.of(new SgdState(a), new RmsPropState(a, b), new AdamState(1, a, b)))
                .extracting(Object::hashCode)
                .doesNotContain(
                        new SgdState(b).hashCode(),
                        new RmsPropState(b, b).hashCode(),
                        new RmsPropState(a, a).hashCode(),
                        new AdamState(2, a, b).hashCode(),
                        new AdamState(1, b, b).hashCode(),
                        0);
    }

    @Test
    void shouldDecayWithoutAGradientByTheLearningRateTimesTheDecay() {
        float[] parameters = {2, -1};
        new AdamW(2, new AdamWSettings(0.9, 0.999, 1e-8, 0.5)).step(parameters, new float[2], 0.1);
        assertThat(parameters).containsExactly(1.9f, -0.95f);
        float[] undecayed = {2, -1};
        new Adam(2, AdamSettings.withLearningRate(1)).step(undecayed, new float[2], 0.1);
        assertThat(undecayed).containsExactly(2, -1);
    }

    @Test
    void shouldUseTheLearningRateOfTheSettingsWhereNoneIsGiven() {
        float[] own = {1, 2};
        float[] given = {1, 2};
        new Adam(2, AdamSettings.withLearningRate(0.3)).step(own, new float[] {1, -1});
        new Adam(2, AdamSettings.withLearningRate(0.7)).step(given, new float[] {1, -1}, 0.3);
        assertThat(own).containsExactly(given).doesNotContain(1, 2);
    }

    @Test
    void shouldKeepNoMemoryThatItDoesNotNeed() {
        assertThat(new Sgd(5, SgdSettings.PLAIN).state().velocity()).isEmpty();
        assertThat(new Sgd(5, new SgdSettings(0.1, false)).state().velocity()).hasSize(5);
        assertThat(new RmsProp(5, RmsPropSettings.PYTORCH).state().velocity()).isEmpty();
        assertThat(new RmsProp(5, new RmsPropSettings(0.9, 1e-8, 0.1)).state().velocity())
                .hasSize(5);
    }

    @Test
    void shouldHaveTheDefaultsOfPyTorch() {
        assertThat(RmsPropSettings.PYTORCH).isEqualTo(new RmsPropSettings(0.99, 1e-8, 0));
        assertThat(AdamSettings.withLearningRate(1e-3)).isEqualTo(new AdamSettings(1e-3, 0.9, 0.999, 1e-8));
        assertThat(AdamWSettings.PYTORCH).isEqualTo(new AdamWSettings(0.9, 0.999, 1e-8, 0.01));
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.1, 1, Double.NaN})
    void shouldRejectADecayThatForgetsNothingOrTooMuch(double decay) {
        String message = " is " + decay + ", must be at least 0 and below 1";
        assertThatThrownBy(() -> new SgdSettings(decay, false)).hasMessage("momentum" + message);
        assertThatThrownBy(() -> new RmsPropSettings(decay, 1e-8, 0)).hasMessage("decay" + message);
        assertThatThrownBy(() -> new RmsPropSettings(0.9, 1e-8, decay)).hasMessage("momentum" + message);
        assertThatThrownBy(() -> new AdamSettings(1, decay, 0.9, 1e-8)).hasMessage("beta1" + message);
        assertThatThrownBy(() -> new AdamSettings(1, 0.9, decay, 1e-8)).hasMessage("beta2" + message);
        assertThatThrownBy(() -> new AdamWSettings(decay, 0.9, 1e-8, 0)).hasMessage("beta1" + message);
        assertThatThrownBy(() -> new AdamWSettings(0.9, decay, 1e-8, 0)).hasMessage("beta2" + message);
    }

    @Test
    void shouldRejectConstantsThatMakeNoOptimizer() {
        assertThatThrownBy(() -> new SgdSettings(0, true))
                .hasMessage("nesterov is true and momentum is 0.0, must be above 0");
        assertThatThrownBy(() -> new RmsPropSettings(0.9, 0, 0))
                .hasMessage("epsilon is 0.0, must be positive and finite");
        assertThatThrownBy(() -> new AdamSettings(0, 0.9, 0.9, 1e-8))
                .hasMessage("learningRate is 0.0, must be positive and finite");
        assertThatThrownBy(() -> new AdamSettings(1, 0.9, 0.9, 0))
                .hasMessage("epsilon is 0.0, must be positive and finite");
        assertThatThrownBy(() -> new AdamWSettings(0.9, 0.9, 0, 0))
                .hasMessage("epsilon is 0.0, must be positive and finite");
        assertThatThrownBy(() -> new AdamWSettings(0.9, 0.9, 1e-8, -1))
                .hasMessage("weightDecay is -1.0, must be at least 0 and finite");
    }
}
