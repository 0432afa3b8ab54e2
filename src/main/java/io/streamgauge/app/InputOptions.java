package io.streamgauge.app;

import io.streamgauge.config.Inputs;
import io.streamgauge.config.Missing;
import io.streamgauge.config.TopologyConfig;
import io.streamgauge.wire.CsvSource;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that name files of events and how to read them. */
final class InputOptions {

    @Option(names = "--input", paramLabel = "FILE.csv", description = "File to read; may be repeated, merged by time.")
    List<Path> files = new ArrayList<>();

    @Option(names = "--melt", description = "Makes every numeric column a key of its own.")
    boolean melt;

    @Option(names = "--time-column", paramLabel = "NAME", description = "Column of the event time; found without it.")
    @Nullable
    String timeColumn;

    @Option(names = "--separator", paramLabel = "CHAR", description = "Separator of the columns; found without it.")
    @Nullable
    Character separator;

    @Option(
            names = "--targets",
            paramLabel = "A,B",
            split = ",",
            description = "Columns to read; every numeric one without it.")
    List<String> targets = new ArrayList<>();

    @Option(
            names = "--covariates",
            paramLabel = "A,B",
            split = ",",
            description =
                    "Columns of the topology's covariates, then of its categories, in their order; without it those of"
                            + " the same names.")
    List<String> covariates = new ArrayList<>();

    boolean isGiven() {
        return !files.isEmpty();
    }

    /** The files' events as the topology steps through them: what their raw events come to where it makes series of those. */
    InputEvents openSteps(TopologyConfig topology) {
        return topology.buckets().isOn() ? new RawFiles(files, separator, topology) : open(topology);
    }

    /** The files' events as the topology takes them. */
    InputFiles open(TopologyConfig topology) {
        CsvSource.Companions companions = companions(topology);
        List<String> columns = targets.isEmpty() && companions.targets() > 1
                ? topology.source().targetNames()
                : targets;
        CsvSource.Options options = new CsvSource.Options(timeColumn, separator, columns, melt, companions);
        List<CsvSource> sources = new ArrayList<>();
        files.forEach(file -> sources.add(CsvSource.open(file, options)));
        return new InputFiles(sources);
    }

    private CsvSource.Companions companions(TopologyConfig topology) {
        Inputs inputs = topology.inputs();
        List<String> pointers = new ArrayList<>(inputs.covariates());
        pointers.addAll(inputs.categories());
        List<String> columns = covariates;
        if (columns.isEmpty()) {
            columns = new ArrayList<>(inputs.covariateNames());
            columns.addAll(inputs.categoryNames());
        }
        if (columns.size() != pointers.size()) {
            throw new UserError("--covariates names " + columns.size() + " columns, expected " + pointers.size()
                    + ", as many as the topology has covariates and categories");
        }
        int numeric = inputs.covariates().size();
        Set<String> knownAhead = new HashSet<>();
        for (int i = 0; i < columns.size(); i++) {
            if (inputs.knownAhead().contains(pointers.get(i))) {
                knownAhead.add(columns.get(i));
            }
        }
        return new CsvSource.Companions(
                topology.source().targets().size(),
                columns.subList(0, numeric),
                columns.subList(numeric, columns.size()),
                knownAhead,
                inputs.missing() != Missing.SKIP);
    }
}
