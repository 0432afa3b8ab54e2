package io.streamgauge.app;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code broker}: an embedded single-node Kafka as a process of its own. */
@Command(
        name = "broker",
        mixinStandardHelpOptions = true,
        description = "Runs an embedded single-node Kafka on the loopback interface, for trying things out.",
        footer = {"", "Example:", "  streamgauge broker --dir /var/tmp/kafka --port 9092"})
final class BrokerCommand implements Callable<Integer> {

    @Option(
            names = "--dir",
            paramLabel = "DIR",
            description =
                    "Folder of the broker's logs; kept from one start to the next. Default: DIR/broker in the state.dir.")
    @Nullable
    Path folder;

    @Option(names = "--port", paramLabel = "PORT", description = "Port to listen on; 0 takes a free one.")
    int port = 9092;

    @Mixin
    ConfigOptions options = new ConfigOptions();

    @Override
    public Integer call() {
        Path logs = folder != null ? folder : options.runtime().stateDir().resolve("broker");
        try (Shutdown shutdown = new Shutdown();
                EmbeddedBroker broker = EmbeddedBroker.start(logs, port)) {
            System.out.println(
                    "Kafka listens on " + broker.bootstrapServers() + ", logs in " + logs + "; stop with Ctrl-C");
            while (!shutdown.await(1_000)) {
                // The broker works on threads of its own.
            }
            return 0;
        }
    }
}
