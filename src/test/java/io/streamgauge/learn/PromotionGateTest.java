package io.streamgauge.learn;

import static io.streamgauge.learn.Samples.SPEC;
import static io.streamgauge.learn.Samples.STEPS;
import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.nn.CellKind;
import io.streamgauge.nn.Initializer;
import io.streamgauge.nn.NetworkSpec;
import io.streamgauge.nn.Parameters;
import io.streamgauge.nn.RandomNetworks;
import io.streamgauge.nn.Window;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PromotionGateTest {
    private static final Parameters CHAMPION = RandomNetworks.parameters(SPEC, 1);
    private static final List<Window> UNSEEN = List.of(window(1), window(2));

    /** The second feature is always 0, so that its weights are without effect. */
    private static Window window(long seed) {
        var random = new Random(seed);
        float[] inputs = RandomNetworks.uniform(2 * STEPS, 1, random);
        for (int t = 0; t < STEPS; t++) {
            inputs[2 * t + 1] = 0;
        }
        return Samples.window(inputs, RandomNetworks.uniform(STEPS, 1, random));
    }

    private static PromotionGate gate(double margin) {
        return new PromotionGate(new TruncatedBptt(SPEC, new Huber(1)), 0, margin);
    }

    private static double loss(Parameters parameters) {
        return new TruncatedBptt(SPEC, new Huber(1)).loss(parameters, UNSEEN, 0);
    }

    private static Parameters champion(String tensor, int index, float value) {
        float[] values = CHAMPION.toArray();
        values[SPEC.layout().tensor(tensor).offset() + index] = value;
        return Parameters.of(SPEC.layout(), values);
    }

    @Test
    void shouldPromoteWhatIsAsGoodAndNotWhatIsNoBetterThanDemanded() {
        Parameters equal = champion("rnn.weight_ih_l0", 1, 0.123f);
        PromotionGate.Verdict verdict = gate(0).judge(UNSEEN, equal, CHAMPION, CHAMPION);
        assertThat(verdict)
                .isEqualTo(new PromotionGate.Verdict(2, loss(CHAMPION), loss(CHAMPION), loss(CHAMPION), true));
        assertThat(gate(-0.01).judge(UNSEEN, equal, CHAMPION, CHAMPION).promoted())
                .isFalse();
    }

    @Test
    void shouldAllowAMarginOnTheWorseSideOfALossBelowZero() {
        var spec = new NetworkSpec(CellKind.GRU, 2, 6, 1, 2);
        Parameters champion = sure(spec, -6);
        Parameters worse = sure(spec, -5.9f);
        var bptt = new TruncatedBptt(spec, new GaussianNll());
        List<Window> unseen = List.of(Samples.window(new float[2 * STEPS], new float[STEPS]));
        // Targets of 0, forecast to be 0: the loss is half the logarithm of the variance.
        assertThat(bptt.loss(champion, unseen, 0)).isEqualTo(-3);
        assertThat(new PromotionGate(bptt, 0, .02)
                        .judge(unseen, worse, champion, champion)
                        .promoted())
                .isTrue();
        assertThat(new PromotionGate(bptt, 0, .01)
                        .judge(unseen, worse, champion, champion)
                        .promoted())
                .isFalse();
    }

    private static Parameters sure(NetworkSpec spec, float logVariance) {
        return Initializer.initialize(spec, new float[] {0, logVariance}, 1);
    }

    @Test
    void shouldPromoteWhatIsWorseByLessThanTheMargin() {
        Parameters worse = champion("head.bias", 0, 2);
        double margin = loss(worse) / loss(CHAMPION) - 1;
        assertThat(margin).isPositive();
        assertThat(gate(0.99 * margin).judge(UNSEEN, worse, CHAMPION, CHAMPION).promoted())
                .isFalse();
        assertThat(gate(1.01 * margin).judge(UNSEEN, worse, CHAMPION, CHAMPION).promoted())
                .isTrue();
    }

    @Test
    void shouldScoreAllThreeOnTheSameWindows() {
        Parameters candidate = champion("head.bias", 0, 2);
        Parameters first = champion("head.bias", 0, 3);
        assertThat(gate(0).judge(UNSEEN, candidate, CHAMPION, first))
                .isEqualTo(new PromotionGate.Verdict(2, loss(candidate), loss(CHAMPION), loss(first), false));
    }

    @Test
    void shouldNotPromoteTheChampionItself() {
        assertThat(gate(1).judge(UNSEEN, CHAMPION, CHAMPION, CHAMPION))
                .isEqualTo(new PromotionGate.Verdict(2, loss(CHAMPION), loss(CHAMPION), loss(CHAMPION), false));
    }

    @Test
    void shouldJudgeNothingWithoutWindows() {
        Parameters candidate = champion("head.bias", 0, 2);
        assertThat(gate(9).judge(List.of(), candidate, CHAMPION, CHAMPION))
                .isEqualTo(new PromotionGate.Verdict(0, 0, 0, 0, false));
    }

    @Test
    void shouldNotPromoteWeightsThatAreNotFiniteThoughTheirLossIs() {
        // The rows of the update gate follow those of the reset gate.
        Parameters saturated = champion("rnn.bias_hh_l0", SPEC.hiddenSize(), Float.POSITIVE_INFINITY);
        PromotionGate.Verdict verdict = gate(1_000).judge(UNSEEN, saturated, CHAMPION, CHAMPION);
        assertThat(verdict.candidateLoss()).isFinite();
        assertThat(verdict.promoted()).isFalse();
    }

    @Test
    void shouldNotPromoteAgainstALossThatIsNotFinite() {
        Parameters broken = champion("head.bias", 0, Float.POSITIVE_INFINITY);
        PromotionGate.Verdict verdict = gate(0).judge(UNSEEN, CHAMPION, broken, broken);
        assertThat(verdict.championLoss()).isInfinite();
        assertThat(verdict.promoted()).isFalse();
    }
}
