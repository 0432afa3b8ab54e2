package io.streamgauge.app;

import io.streamgauge.backtest.Control;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * One run of an ablation.
 *
 * @param name on the command line and in the table
 * @param settings of the topology that differ
 */
record AblationRun(String name, Control control, Map<String, String> settings) {

    private static final String CELL = "network.cell";
    private static final String LAYERS = "network.layers";

    /** Every run that can be asked for, the whole network first. */
    static final List<AblationRun> ALL = all();

    private static List<AblationRun> all() {
        List<AblationRun> runs = new ArrayList<>();
        Arrays.stream(Control.values())
                .map(control -> new AblationRun(control.id(), control, Map.of()))
                .forEach(runs::add);
        for (String cell : List.of("rnn", "gru", "lstm")) {
            for (String layers : List.of("1", "2")) {
                Map<String, String> settings = Map.of(CELL, cell, LAYERS, layers);
                runs.add(new AblationRun(cell + "-" + layers, Control.NONE, settings));
            }
        }
        return List.copyOf(runs);
    }

    /** The runs of these names in the order of {@link #ALL}; all of them where none is named. */
    static List<AblationRun> named(List<String> names) {
        Map<String, AblationRun> byName =
                ALL.stream().collect(Collectors.toMap(AblationRun::name, run -> run, (a, b) -> a, LinkedHashMap::new));
        for (String name : names) {
            if (!byName.containsKey(name)) {
                throw new UserError("--runs names '" + name + "', expected some of " + byName.keySet());
            }
        }
        return ALL.stream()
                .filter(run -> names.isEmpty() || names.contains(run.name()))
                .toList();
    }
}
