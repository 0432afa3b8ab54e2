package io.streamgauge.learn;

/**
 * The constants of {@link PlateauRate}.
 *
 * @param start α until the first reduction
 * @param factor what α is multiplied by, at least 0 and below 1
 * @param patience losses in a row without improvement that are borne; one more reduces
 * @param threshold share by which a loss must be lower than the best to count as an improvement
 * @param coolDown losses after a reduction during which none counts as without improvement
 * @param least α is not reduced below this
 */
public record PlateauSettings(double start, double factor, int patience, double threshold, int coolDown, double least) {

    public PlateauSettings {
        Requirements.positive("start", start);
        Requirements.fraction("factor", factor);
        Requirements.atLeast("patience", patience, 0);
        Requirements.fraction("threshold", threshold);
        Requirements.atLeast("coolDown", coolDown, 0);
        Requirements.notNegative("least", least);
    }

    /** PyTorch's defaults. */
    public static PlateauSettings startingAt(double start) {
        return new PlateauSettings(start, 0.1, 10, 1e-4, 0, 0);
    }
}
