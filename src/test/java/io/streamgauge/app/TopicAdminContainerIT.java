package io.streamgauge.app;

import java.nio.file.Path;
import org.junit.jupiter.api.condition.EnabledIf;

/** The topics on Kafka's own image: the suite of the embedded broker once more. */
@EnabledIf(value = "io.streamgauge.app.ContainerBroker#isThere", disabledReason = ContainerBroker.MISSING)
class TopicAdminContainerIT extends TopicAdminIT {
    @Override
    StreamHarness broker(Path dir) {
        return ContainerBroker.start();
    }
}
