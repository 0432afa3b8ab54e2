package io.streamgauge.app;

import io.streamgauge.config.ConfigError;
import io.streamgauge.wire.InputFileError;
import java.io.PrintWriter;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command line: the one entry point of every process. */
@Command(
        name = "streamgauge",
        mixinStandardHelpOptions = true,
        version = "Streamgauge 0.1.0",
        description =
                "Live forecasts and anomaly scores on Kafka topics, from one recurrent network that keeps learning.",
        subcommands = {
            DemoCommand.class,
            BrokerCommand.class,
            TopicsCommand.class,
            RunCommand.class,
            TrainCommand.class,
            ReplayCommand.class,
            LabelCommand.class,
            AlertCommand.class,
            GenerateCommand.class,
            BacktestCommand.class,
            PretrainCommand.class,
            TuneCommand.class,
            ModelCommand.class,
            AblationCommand.class,
            DescribeCommand.class,
            BenchCommand.class,
            ExampleCommand.class
        },
        footer = {
            "",
            "Examples:",
            "  streamgauge demo",
            "  streamgauge demo --input data.csv --events 10000",
            "  streamgauge COMMAND --help"
        })
public final class Streamgauge {

    /** Something the user can mend. */
    static final int USER_ERROR = 2;

    private static final int FAILURE = 1;

    private Streamgauge() {}

    public static void main(String[] arguments) {
        System.exit(run(arguments));
    }

    static int run(String... arguments) {
        CommandLine commandLine = commandLine();
        commandLine.setExecutionExceptionHandler((problem, command, parsed) -> explain(problem, command));
        commandLine.setParameterExceptionHandler(Streamgauge::explainParameters);
        if (arguments.length == 0) {
            commandLine.usage(commandLine.getOut());
            return USER_ERROR;
        }
        return commandLine.execute(arguments);
    }

    /** The command with all that it takes. */
    static CommandLine commandLine() {
        return new CommandLine(new Streamgauge());
    }

    private static int explain(Exception problem, CommandLine command) {
        if (Shutdown.isUnderWay()) {
            LoggerFactory.getLogger(Streamgauge.class).debug("Stopped", problem);
            return FAILURE;
        }
        List<String> lines = lines(problem);
        if (lines.isEmpty()) {
            Logger log = LoggerFactory.getLogger(Streamgauge.class);
            log.debug("Failed", problem);
            command.getErr()
                    .println("streamgauge: " + problem.getClass().getSimpleName() + ": " + problem.getMessage());
            return FAILURE;
        }
        lines.forEach(line -> command.getErr().println("streamgauge: " + line));
        return USER_ERROR;
    }

    /** What the user can mend, a line each; empty for anything else. */
    private static List<String> lines(Exception problem) {
        if (problem instanceof ConfigError error) {
            return error.problems();
        }
        if (problem instanceof UserError || problem instanceof InputFileError) {
            return String.valueOf(problem.getMessage()).lines().toList();
        }
        return List.of();
    }

    private static int explainParameters(ParameterException problem, String[] arguments) {
        PrintWriter err = problem.getCommandLine().getErr();
        String command = problem.getCommandLine().getCommandSpec().qualifiedName();
        String message = problem.getMessage() == null ? "" : problem.getMessage();
        err.println("streamgauge: " + message.lines().findFirst().orElse("") + closest(problem) + "; see " + command
                + " --help");
        return USER_ERROR;
    }

    /** The command or option most likely meant, as a part of the sentence; empty where none is close. */
    private static String closest(ParameterException problem) {
        if (!(problem instanceof UnmatchedArgumentException unmatched)) {
            return "";
        }
        return unmatched.getSuggestions().stream()
                .findFirst()
                .map(suggestion -> ", did you mean '" + suggestion + "'?")
                .orElse("");
    }
}
