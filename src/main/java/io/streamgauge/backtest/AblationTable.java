package io.streamgauge.backtest;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The table of runs that differ in the network alone. */
public final class AblationTable {

    private static final List<String> HEADER =
            List.of("run", "forecast", "MAE", "MSE", "MAE ÷ persistence", "MSE ÷", "MAE ÷: 5-20", "1-100", "versions");

    private AblationTable() {}

    /**
     * The lines.
     *
     * @param runs by name; of the first all forecasts are shown, of the others those that the run changes
     */
    public static List<String> lines(Map<String, NetworkWorth> runs) {
        TextTable table = new TextTable();
        table.row(HEADER);
        boolean isFirst = true;
        for (Map.Entry<String, NetworkWorth> run : runs.entrySet()) {
            for (Scored each : isFirst ? Scored.ALL : List.of(Scored.NETWORK, Scored.MEAN, Scored.MEDIAN)) {
                table.row(row(run.getKey(), each, run.getValue()));
            }
            isFirst = false;
        }
        return table.lines();
    }

    private static List<String> row(String name, Scored each, NetworkWorth run) {
        NetworkWorth.Figures figures = run.figures(each);
        List<String> cells = new ArrayList<>(List.of(name, each.id()));
        for (double figure : new double[] {
            figures.mae(), figures.mse(), figures.maeRatio(), figures.mseRatio(), figures.early(), figures.first()
        }) {
            cells.add(AccuracyTable.text(figure));
        }
        cells.add(Long.toString(run.versions()));
        return cells;
    }
}
