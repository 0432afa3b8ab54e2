package io.streamgauge.app;

import io.streamgauge.http.Health;
import io.streamgauge.http.KeyStates;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** The place of a process' forecaster, which is filled after the page has taken its address: the two need each other. */
final class ForecasterSlot implements KeyStates {

    private static final Health STARTING = new Health(false, "STARTING", Map.of());

    private final AtomicReference<@Nullable ForecasterRuntime> forecaster = new AtomicReference<>();

    void fill(ForecasterRuntime started) {
        forecaster.set(started);
    }

    Health health() {
        ForecasterRuntime present = forecaster.get();
        return present == null ? STARTING : present.health();
    }

    @Override
    public Answer find(String key) {
        ForecasterRuntime present = forecaster.get();
        return present == null
                ? new Unavailable("the forecaster is starting")
                : present.keyStates().find(key);
    }

    @Override
    public List<Instance> instances() {
        ForecasterRuntime present = forecaster.get();
        return present == null ? List.of() : present.keyStates().instances();
    }
}
