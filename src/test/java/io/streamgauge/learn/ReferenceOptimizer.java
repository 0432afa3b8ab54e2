package io.streamgauge.learn;

/** The optimizers and clippings in double precision, value by value from their papers' equations. */
final class ReferenceOptimizer {
    private final String name;
    private final double rate;
    private final double[] parameters;
    private final double[] first;
    private final double[] second;
    private int steps;

    ReferenceOptimizer(String name, double rate, double[] parameters) {
        this.name = name;
        this.rate = rate;
        this.parameters = parameters;
        this.first = new double[parameters.length];
        this.second = new double[parameters.length];
    }

    double[] parameters() {
        return parameters;
    }

    void step(double[] gradient) {
        steps++;
        for (int i = 0; i < parameters.length; i++) {
            parameters[i] -= move(i, gradient[i]);
        }
    }

    private double move(int i, double g) {
        return switch (name) {
            case "sgd" -> rate * g;
            case "sgd-momentum" -> rate * accelerated(i, 0.9, g);
            case "sgd-nesterov" -> rate * (g + 0.9 * accelerated(i, 0.9, g));
            case "rmsprop" -> rate * g / (rootMeanSquare(i, 0.99, g) + 1e-8);
            case "rmsprop-momentum" -> rate * accelerated(i, 0.8, g / (rootMeanSquare(i, 0.9, g) + 1e-3));
            case "adam" -> adam(i, g);
            case "adamw" -> rate * 0.1 * parameters[i] + adam(i, g);
            default -> throw new IllegalArgumentException(name);
        };
    }

    private double accelerated(int i, double momentum, double push) {
        first[i] = momentum * first[i] + push;
        return first[i];
    }

    private double rootMeanSquare(int i, double decay, double g) {
        second[i] = decay * second[i] + (1 - decay) * g * g;
        return Math.sqrt(second[i]);
    }

    private double adam(int i, double g) {
        first[i] = 0.9 * first[i] + 0.1 * g;
        second[i] = 0.999 * second[i] + 0.001 * g * g;
        double mean = first[i] / (1 - Math.pow(0.9, steps));
        double meanSquare = second[i] / (1 - Math.pow(0.999, steps));
        return rate * mean / (Math.sqrt(meanSquare) + 1e-8);
    }

    /**
     * A gradient clipped in place as the name says.
     *
     * @param layerEnds where each layer's values end
     */
    static void clip(String clipping, int[] layerEnds, double[] gradient) {
        switch (clipping) {
            case "none" -> {}
            case "norm" -> boundNorm(0, gradient.length, 1, gradient);
            case "small-norm" -> boundNorm(0, gradient.length, 1e-4, gradient);
            case "value" -> boundValues(0.5, gradient);
            case "layer-norm" -> {
                int from = 0;
                for (int end : layerEnds) {
                    boundNorm(from, end, 1, gradient);
                    from = end;
                }
            }
            default -> throw new IllegalArgumentException(clipping);
        }
    }

    private static void boundValues(double bound, double[] gradient) {
        for (int i = 0; i < gradient.length; i++) {
            gradient[i] = Math.abs(gradient[i]) > bound ? Math.copySign(bound, gradient[i]) : gradient[i];
        }
    }

    private static void boundNorm(int from, int to, double bound, double[] gradient) {
        double squares = 0;
        for (int i = from; i < to; i++) {
            squares += gradient[i] * gradient[i];
        }
        double share = Math.min(1, bound / (Math.sqrt(squares) + 1e-6));
        for (int i = from; i < to; i++) {
            gradient[i] *= share;
        }
    }
}
