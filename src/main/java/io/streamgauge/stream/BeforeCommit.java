package io.streamgauge.stream;

import java.util.Map;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.internals.CacheFlushListener;
import org.apache.kafka.streams.state.internals.CachedStateStore;

/**
 * A store that holds nothing: it lets a processor write what it has kept back before its task commits.
 *
 * <p>Kafka Streams has no public call for that. It asks its own record caches through {@link CachedStateStore}, whenever a
 * task is about to commit and before the producer's transaction ends, and takes any store for one that is of this kind
 * (Kafka Streams 4.3, {@code ProcessorStateManager.flushCache}).
 */
public final class BeforeCommit implements StateStore, CachedStateStore<byte[], byte[]> {

    private static final Runnable NOTHING = () -> {};

    private final String name;
    private boolean open;
    private Runnable write = NOTHING;

    private BeforeCommit(String name) {
        this.name = name;
    }

    /** What makes one for every task. */
    public static StoreBuilder<BeforeCommit> builder(String name) {
        return new Builder(name);
    }

    /** Sets what is done before a commit, instead of what was. */
    void write(Runnable action) {
        write = action;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void init(StateStoreContext context, StateStore root) {
        context.register(root, (key, value) -> {});
        open = true;
    }

    @Override
    public void flushCache() {
        write.run();
    }

    /** Forgets who is to be asked: the task is given up or becomes another one. */
    @Override
    public void clearCache() {
        write = NOTHING;
    }

    @Override
    public boolean setFlushListener(CacheFlushListener<byte[], byte[]> listener, boolean sendOldValues) {
        return false;
    }

    @Override
    public void close() {
        write = NOTHING;
        open = false;
    }

    @Override
    public boolean persistent() {
        return false;
    }

    @Override
    public boolean isOpen() {
        return open;
    }

    private record Builder(String name) implements StoreBuilder<BeforeCommit> {

        @Override
        public StoreBuilder<BeforeCommit> withCachingEnabled() {
            return this;
        }

        @Override
        public StoreBuilder<BeforeCommit> withCachingDisabled() {
            return this;
        }

        @Override
        public StoreBuilder<BeforeCommit> withLoggingEnabled(Map<String, String> config) {
            throw new UnsupportedOperationException("there is nothing to log");
        }

        @Override
        public StoreBuilder<BeforeCommit> withLoggingDisabled() {
            return this;
        }

        @Override
        public BeforeCommit build() {
            return new BeforeCommit(name);
        }

        @Override
        public Map<String, String> logConfig() {
            return Map.of();
        }

        @Override
        public boolean loggingEnabled() {
            return false;
        }
    }
}
