package io.streamgauge.app;

import io.streamgauge.example.CourseProgram;
import io.streamgauge.example.Figure;
import io.streamgauge.example.Outcome;
import io.streamgauge.example.ProgramSettings;
import io.streamgauge.example.ReportData;
import io.streamgauge.http.ReportPage;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code example}: the course programs. */
@Command(
        name = "example",
        mixinStandardHelpOptions = true,
        description = "Runs a course program: a small network on data made in code, whose result is known.",
        footer = {
            "",
            "Examples:",
            "  streamgauge example list",
            "  streamgauge example sequence-regression",
            "  streamgauge example order-sentiment --epochs 8 --threads 2",
            "  streamgauge example vanishing-gradients --report gradients.html"
        })
final class ExampleCommand implements Callable<Integer> {
    private static final String LIST = "list";

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "NAME",
            description = "The program; without it, or with 'list', all of them are listed.")
    String name = LIST;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "Seed of data, weights and order (default: ${DEFAULT-VALUE}).")
    long seed = ProgramSettings.DEFAULT_SEED;

    @Option(names = "--epochs", paramLabel = "N", description = "Passes over the data; by default the program's own.")
    @Nullable
    Integer epochs;

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "Threads that learn; the result does not depend on them.")
    int threads = 1;

    @Option(names = "--report", paramLabel = "OUT.html", description = "Writes one page with the pictures.")
    @Nullable
    String report;

    @Override
    public Integer call() {
        if (name.equals(LIST)) {
            list();
            return 0;
        }
        CourseProgram program = program();
        int passes = epochs == null ? program.epochs() : epochs;
        if (passes < 1 || threads < 1) {
            throw new UserError(
                    "--epochs is " + passes + " and --threads " + threads + ", expected both to be at least 1");
        }
        run(program, new ProgramSettings(seed, passes, threads));
        return 0;
    }

    private void run(CourseProgram program, ProgramSettings settings) {
        @Nullable ReportFile page = report == null ? null : new ReportFile(Path.of(report));
        ExampleConsole console = new ExampleConsole();
        Outcome outcome = program.run(settings, console);
        console.clear();
        if (page != null) {
            ReportPage.Heading heading = new ReportPage.Heading(
                    program.name(), program.summary(), "seed " + settings.seed() + ", epochs " + settings.epochs());
            page.write(heading, ReportData.of(outcome), "");
            System.out.println("Pictures in " + report);
        }
        for (Figure figure : outcome.figures()) {
            System.out.println(ResultLine.of(figure.name(), figure.value(), figure.unit()));
        }
    }

    private void list() {
        if (report != null) {
            throw new UserError("--report is given without an example, expected one of " + names());
        }
        List<CourseProgram> programs = CourseProgram.all();
        int width =
                programs.stream().mapToInt(each -> each.name().length()).max().orElse(0);
        for (CourseProgram each : programs) {
            System.out.println(
                    "  " + each.name() + " ".repeat(width - each.name().length() + 2) + each.summary());
        }
    }

    private CourseProgram program() {
        return CourseProgram.all().stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new UserError("there is no example '" + name + "'; there are " + names()));
    }

    private static String names() {
        return CourseProgram.all().stream().map(CourseProgram::name).collect(Collectors.joining(", "));
    }
}
