package io.streamgauge.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.example.CourseProgram;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.OptionSpec;

/** What a user types wrong is told in one line that names it, before anything is started. */
class CommandLineTest {

    /** What a command has printed. */
    private record Ran(int code, String out, String err) {}

    @TempDir
    Path folder;

    @BeforeEach
    void writeFiles() throws IOException {
        write("good.yaml", "name: good\n");
        write("typo.yaml", "name: typo\nhorizon: 1..3\nnetwork:\n  hiden: 3\n");
        write("typo.properties", "# mine\nbootstrap.server=127.0.0.1:9092\n");
        write("good.csv", "time,value\n2024-01-01 00:00:00,1\n2024-01-01 00:30:00,2\n");
        write("words.csv", "time,value\n2024-01-01 00:00:00,low\n2024-01-01 00:30:00,high\n");
        write("empty.csv", "");
        write("auto.yaml", "name: auto\nseason: auto\n");
        write("warm.yaml", "name: warm\ncovariates: /temp\n");
        write("days.yaml", "name: days\nholidays: days.txt\n");
        write("days.txt", "2026-01-01\n1 May\n");
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), text);
    }

    /** DIR stands for the test's folder, in what is typed and in what is told. */
    static Stream<Arguments> mistakes() {
        return Stream.of(
                mistake(
                        "deemo",
                        "Unmatched argument at index 0: 'deemo', did you mean 'demo'?; see streamgauge --help"),
                mistake(
                        "demo --evnts",
                        "Unknown option: '--evnts', did you mean '--events'?; see streamgauge demo --help"),
                mistake(
                        "demo --events many",
                        "Invalid value for option '--events': 'many' is not a long; see streamgauge demo --help"),
                mistake(
                        "bench fast",
                        "bench: found 'fast', expected nn, train, state, categories, outcomes, alerts, stream or scale"),
                mistake(
                        "bench alerts --days 0",
                        "bench alerts: found --fleet-keys 20, --days 0 and --fleets 2, expected at least 1 of each"),
                mistake(
                        "bench",
                        "Missing required parameter: 'nn|train|state|categories|outcomes|alerts|stream|scale'; see streamgauge bench --help"),
                mistake("bench nn --peers ort,torch", "--peers: 'torch' is unknown, known are none, ort,ejml,djl,dl4j"),
                mistake("demo --events -1", "--events is -1 and --lockstep 0, expected neither to be negative"),
                mistake("demo --rate -1", "--rate is -1.0 and --speedup 240.0, expected neither to be negative"),
                mistake("demo --config DIR/none.properties", "DIR/none.properties: no such file"),
                mistake("run", "Missing required option: '--topology=FILE'; see streamgauge run --help"),
                mistake("run --topology DIR/none.yaml", "DIR/none.yaml: no such file"),
                mistake("run --topology DIR", "DIR: found a folder, expected a file"),
                mistake(
                        "run --topology DIR/auto.yaml",
                        "DIR/auto.yaml: season: found 'auto', expected a number of events where no history is read;"
                                + " './streamgauge tune' finds it in files of history and writes it down"),
                mistake(
                        "demo --topology DIR/auto.yaml",
                        "DIR/auto.yaml: season: found 'auto', expected a number of events where no history is read;"
                                + " './streamgauge tune' finds it in files of history and writes it down"),
                mistake(
                        "tune --topology DIR/good.yaml",
                        "Missing required option: '--output=NEW.yaml'; see streamgauge tune --help"),
                mistake(
                        "tune --topology DIR/good.yaml --output DIR/new.yaml",
                        "--input is missing, expected a CSV file"),
                mistake(
                        "tune --topology DIR/good.yaml --output DIR/new.yaml --input DIR/good.csv --trials 0",
                        "--trials is 0, --minutes 10.0, --events 0 and --lockstep 256, expected 1 or more, more than 0, 0 or"
                                + " more and 1 or more"),
                mistake(
                        "tune --topology DIR/good.yaml --output DIR/new.yaml --input DIR/none.csv",
                        "DIR/none.csv: no such file"),
                mistake(
                        "tune --topology DIR/good.yaml --output DIR/new.yaml --input DIR/words.csv",
                        "DIR/words.csv: no numeric column found among time,value"),
                mistake(
                        "tune --topology DIR/good.yaml --output DIR/good.csv --input DIR/good.csv",
                        "DIR/good.csv: is there already, expected a new file, or --force"),
                mistake(
                        "tune --topology DIR/good.yaml --output DIR/none/new.yaml --input DIR/good.csv",
                        "DIR/none/new.yaml: cannot be written, expected a file in a folder that exists"),
                mistake(
                        "train --topology DIR/typo.yaml",
                        "DIR/typo.yaml:2: unknown key 'horizon', did you mean 'horizons'?",
                        "DIR/typo.yaml:4: unknown key 'network.hiden', did you mean 'network.hidden'?"),
                mistake(
                        "run --topology DIR/good.yaml --config DIR/typo.properties",
                        "DIR/typo.properties:2: unknown key 'bootstrap.server', did you mean 'bootstrap.servers'?"),
                mistake(
                        "demo --config DIR/typo.properties",
                        "DIR/typo.properties:2: unknown key 'bootstrap.server', did you mean 'bootstrap.servers'?"),
                mistake(
                        "topics --topology DIR/good.yaml --set http.prt=1",
                        "--set: unknown key 'http.prt', did you mean 'http.port'?"),
                mistake("demo --set sesson=48", "--set: unknown key 'sesson', did you mean 'season'?"),
                mistake(
                        "demo --set http.port=99999",
                        "--set: http.port: found '99999', expected a whole number from 0 to 65535"),
                mistake(
                        "label --topology DIR/good.yaml --key k --from 2026-03-01 --to 2026-03-02 --as fine",
                        "--as: found 'fine', expected one of normal, anomaly, ignore, outcome, no-outcome"),
                mistake(
                        "label --topology DIR/good.yaml --key k --from noon --to 2026-03-02 --as normal",
                        "--from: found 'noon', expected a time such as 2014-07-01 00:30:00, 1990/1/1 0:00, ISO 8601 or"
                                + " epoch seconds"),
                mistake("replay --topology DIR/good.yaml", "--input is missing, expected a CSV file to replay"),
                mistake("replay --topology DIR/good.yaml --input DIR/none.csv", "DIR/none.csv: no such file"),
                mistake(
                        "replay --topology DIR/good.yaml --input DIR/good.csv --set format=csv --set columns=time,value",
                        "format is csv, expected json, in which events are published here"),
                mistake(
                        "generate --topology DIR/good.yaml --set format=avro --set registry.url=http://127.0.0.1:1",
                        "format is avro, expected json, in which events are published here"),
                mistake(
                        "demo --set format=protobuf --set registry.url=http://127.0.0.1:1",
                        "format is protobuf, expected json, in which events are published here"),
                mistake(
                        "run --topology DIR/good.yaml --set format=avro",
                        "DIR/good.yaml: registry.url: found none with format avro, expected a schema registry's address"
                                + " such as http://127.0.0.1:8081"),
                mistake("demo --input DIR/none.csv", "DIR/none.csv: no such file"),
                mistake(
                        "replay --topology DIR/good.yaml --input DIR/good.csv --targets valeu",
                        "DIR/good.csv: no column 'valeu'; columns are time,value"),
                mistake(
                        "demo --input DIR/good.csv --time-column when",
                        "DIR/good.csv: no column 'when'; columns are time,value"),
                mistake("demo --input DIR/words.csv", "DIR/words.csv: no numeric column found among time,value"),
                mistake(
                        "replay --topology DIR/good.yaml --input DIR/empty.csv",
                        "DIR/empty.csv: the file is empty, expected a line of column names and rows below it"),
                mistake(
                        "replay --topology DIR/good.yaml --input DIR/good.csv --covariates temp",
                        "--covariates names 1 columns, expected 0, as many as the topology has covariates and categories"),
                mistake(
                        "replay --topology DIR/warm.yaml --input DIR/good.csv",
                        "DIR/good.csv: no column 'temp'; columns are time,value"),
                mistake(
                        "demo --set covariates=/temp",
                        "the topology has several targets or covariates, and generated events hold one value; expected"
                                + " --input FILE.csv"),
                mistake(
                        "describe --topology DIR/days.yaml",
                        "DIR/days.txt:2: found '1 May', expected a date such as 2026-12-25, and a name behind it if you"
                                + " like"),
                mistake("example sequence", "there is no example 'sequence'; there are " + programs()),
                mistake(
                        "example sequence-regression --epochs 0",
                        "--epochs is 0 and --threads 1, expected both to be at least 1"),
                mistake(
                        "example list --report DIR/none/out.html",
                        "--report is given without an example, expected one of " + programs()),
                mistake(
                        "example sequence-regression --report DIR/none/out.html",
                        "DIR/none/out.html: cannot be written, expected a file in a folder that exists"),
                mistake(
                        "bench alerts --without silence",
                        "--without names 'silence', expected some of [spike, drift, flat, level, phase, range, surprise,"
                                + " joint]"),
                mistake(
                        "broker --port 70000",
                        "port 70000 does not exist; expected 1 to 65535, or 0 for any free port"));
    }

    private static String programs() {
        return CourseProgram.all().stream().map(CourseProgram::name).collect(Collectors.joining(", "));
    }

    private static Arguments mistake(String typed, String... told) {
        return Arguments.of(typed, List.of(told));
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void shouldTellAMistakeInOneLine(String typed, List<String> told) {
        Ran ran = run(typed.replace("DIR", folder.toString()).split(" ", -1));
        assertThat(ran.err().lines())
                .containsExactlyElementsOf(told.stream()
                        .map(line -> "streamgauge: " + line.replace("DIR", folder.toString()))
                        .toList());
        assertThat(ran.code()).isEqualTo(2);
        assertThat(ran.out()).isEmpty();
    }

    @Test
    void shouldSayThatTheBrokersPortIsTaken() throws IOException {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = other.getLocalPort();
            Ran ran = run("broker", "--dir", folder.resolve("broker").toString(), "--port", Integer.toString(port));
            assertThat(ran.err().lines())
                    .containsExactly("streamgauge: port " + port
                            + " is taken; stop what listens there, or choose another with --port");
            assertThat(ran.code()).isEqualTo(2);
            assertThat(ran.out()).isEmpty();
        }
    }

    @Test
    void shouldSayThatThePagesPortIsTaken() throws IOException {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = other.getLocalPort();
            Ran ran = run("demo", "--set", "http.port=" + port, "--set", "http.host=127.0.0.1");
            assertThat(ran.err().lines())
                    .containsExactly("streamgauge: http.port: " + port
                            + " on 127.0.0.1 is taken, expected a free port (0 takes any; --set http.port=0)");
            assertThat(ran.code()).isEqualTo(2);
            assertThat(ran.out()).isEmpty();
        }
    }

    /** A path below a file: nobody can write there, not even the superuser. */
    @Test
    void shouldSayThatTheBrokersFolderCannotBeWritten() {
        Path below = folder.resolve("good.csv").resolve("broker");
        Ran ran = run("broker", "--dir", below.toString(), "--port", "0");
        assertThat(ran.err().lines())
                .singleElement()
                .satisfies(line -> assertThat(line)
                        .startsWith("streamgauge: the broker folder " + below + " cannot be written (")
                        .endsWith("; expected a folder that this user may create and write, see --dir"));
        assertThat(ran.code()).isEqualTo(2);
        assertThat(ran.out()).isEmpty();
    }

    static Stream<Class<?>> commands() {
        return Arrays.stream(Streamgauge.class.getAnnotation(Command.class).subcommands());
    }

    @ParameterizedTest
    @MethodSource("commands")
    void shouldShowOptionsAndAnExampleAsHelp(Class<?> command) {
        String name = command.getAnnotation(Command.class).name();
        Ran ran = run(name, "--help");
        assertThat(ran.code()).isZero();
        assertThat(ran.err()).isEmpty();
        assertThat(ran.out()).contains("Example", "\n  streamgauge " + name);
        List<String> options = new CommandLine(command)
                .getCommandSpec().options().stream()
                        .filter(option -> !option.hidden())
                        .map(OptionSpec::longestName)
                        .toList();
        assertThat(options).allSatisfy(option -> assertThat(ran.out()).contains(option));
        // The commands that deal with no stream have nothing to configure; those of model do it themselves.
        assertThat(options.containsAll(List.of("--config", "--set")))
                .isEqualTo(!List.of("bench", "example", "model").contains(name));
    }

    @Test
    void shouldListEveryCommandAsHelp() {
        Ran ran = run("--help");
        assertThat(ran.code()).isZero();
        assertThat(ran.err()).isEmpty();
        assertThat(commands()
                        .map(command -> command.getAnnotation(Command.class).name()))
                .contains("demo", "broker", "topics", "run", "train", "replay")
                .allSatisfy(name -> assertThat(ran.out()).containsPattern("\n  " + name + " +[A-Z]"));
    }

    @Test
    void shouldDescribeWhatEntersAStep() throws IOException {
        write("days.txt", "2026-01-01\n");
        write(
                "all.yaml",
                "name: all\ntargets: /a,/b\ncovariates: /temp,/promo\ncategories: /site\nknown-ahead: /promo\n"
                        + "holidays: days.txt\nseason: 24\nmissing: model\ngaps:\n  input: true\n");
        Ran ran = run("describe", "--topology", folder.resolve("all.yaml").toString());
        assertThat(ran.code()).isZero();
        assertThat(ran.out())
                .contains("Inputs of a step: 25 numbers, 1 categories")
                .contains("  targets     a, b, missing ones: model")
                .contains("  calendar    24 values a season, week, 1 holidays, in UTC")
                .contains("  covariates  /temp, /promo (known ahead)")
                .contains("  categories  /site, 32 rows each")
                .contains("  gaps        the pause before a value");
    }

    @Test
    void shouldListTheExamplesInALineEach() {
        for (Ran ran : List.of(run("example"), run("example", "list"))) {
            assertThat(ran.code()).isZero();
            assertThat(ran.err()).isEmpty();
            assertThat(ran.out().lines())
                    .zipSatisfy(
                            CourseProgram.all(),
                            (line, program) -> assertThat(line)
                                    .startsWith("  " + program.name() + " ")
                                    .endsWith(" " + program.summary()));
        }
    }

    @Test
    void shouldRunAnExampleAndWriteItsPictures() throws IOException {
        Path report = folder.resolve("out.html");
        Ran ran = run("example", "clipping", "--epochs", "2", "--seed", "5", "--report", report.toString());
        assertThat(ran.code()).isZero();
        assertThat(ran.err()).isEmpty();
        assertThat(ran.out().lines()).contains("RESULT updates.clipped 2 finite updates");
        assertThat(ran.out().lines().reduce("", (before, line) -> line)).startsWith("RESULT ");
        assertThat(Files.readString(report)).contains("seed 5, epochs 2", "echarts", "Loss with and without clipping");
    }

    private static Ran run(String... arguments) {
        PrintStream usualOut = System.out;
        PrintStream usualErr = System.err;
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
        try {
            int code = Streamgauge.run(arguments);
            return new Ran(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
        } finally {
            System.setOut(usualOut);
            System.setErr(usualErr);
        }
    }
}
