package io.streamgauge.config;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The keys of a runtime file that are not passed to Kafka as they are: defaults, limits and meanings. */
final class RuntimeKeys {
    /** The state folder's default as a user reads it; where it lies on this machine follows from the environment. */
    static final String DEFAULT_STATE_DIR = "~/.local/state/streamgauge-state";

    /** Keys that may be watched: six series each. */
    private static final int MOST_WATCHED = 50;

    static final Setting<String> BOOTSTRAP_SERVERS =
            Setting.of("bootstrap.servers", Kind.servers(), "127.0.0.1:9092", "Kafka brokers to connect to first.");
    static final Setting<String> STATE_DIR = Setting.of(
            "state.dir",
            Kind.text("a folder", "[^\\x00]+"),
            DEFAULT_STATE_DIR,
            "Folder of the state stores; under $XDG_STATE_HOME where that is set. Lost state is restored from Kafka.");
    static final Setting<Integer> COMMIT_INTERVAL = Setting.of(
            "commit.interval.ms",
            Kind.integer(1, 60_000),
            "100",
            "Milliseconds from one transaction to the next: what a reader of the outputs waits for.");
    static final Setting<Integer> STREAM_THREADS = Setting.of(
            "num.stream.threads",
            Kind.integer(1, 256),
            "1",
            "Threads of the forecaster in this process; more than partitions do nothing.");
    static final Setting<Integer> STANDBY_REPLICAS = Setting.of(
            "num.standby.replicas",
            Kind.integer(0, 16),
            "0",
            "Other processes that keep a copy of the state, for a fast fail-over.");
    static final Setting<StoreKind> STATE_STORE = Setting.of(
            "state.store",
            Kind.choice(StoreKind.values(), StoreKind::text),
            StoreKind.ROCKSDB.text(),
            "Where states are held: rocksdb, on disk and in memory, or memory, the Java heap, restored at every start.");
    static final Setting<Integer> ROCKSDB_MEMORY = Setting.of(
            "rocksdb.memory-mb",
            Kind.integer(8, 1_000_000),
            "256",
            "Megabytes outside the Java heap that all state stores of this process share, for what they read and write.");
    static final Setting<Integer> ROCKSDB_WRITE_BUFFERS = Setting.of(
            "rocksdb.write-buffers-mb",
            Kind.integer(0, 1_000_000),
            "0",
            "Megabytes of them for what has not been written to a file yet, less than rocksdb.memory-mb; 0 for half of it.");
    static final Setting<String> HTTP_HOST = Setting.of(
            "http.host",
            Kind.text("a host name or address", "[^\\s/]+"),
            "127.0.0.1",
            "Address that the page, the REST interface and /metrics listen on; 0.0.0.0 for all.");
    static final Setting<Integer> HTTP_PORT =
            Setting.of("http.port", Kind.integer(0, 65_535), "8080", "Port of the same; 0 takes a free one.");
    static final Setting<Integer> HTTP_HISTORY = Setting.of(
            "http.history", Kind.integer(1, 100_000), "500", "Latest events per key that the page can show.");
    static final Setting<Integer> HTTP_KEYS = Setting.of(
            "http.keys", Kind.integer(1, 1_000_000), "1000", "Keys whose history is kept, the latest active ones.");
    static final Setting<Optional<HostPort>> HTTP_ADVERTISED = Setting.of(
            "http.advertised",
            Kind.optionalAddress(),
            Kind.NONE,
            "Address under which the other instances ask this one, host:port; without it http.host and http.port.");
    static final Setting<Integer> TRAINER_PORT = Setting.of(
            "trainer.http.port",
            Kind.integer(0, 65_535),
            "8081",
            "Port on which train serves /metrics and /health; 0 takes a free one.");
    static final Setting<List<String>> WATCH = Setting.of(
            "metrics.watch",
            Kind.optionalTexts(MOST_WATCHED),
            Kind.NONE,
            "Keys whose value, forecast, band and score are exported as metrics.");

    static final Setting<Optional<String>> HTTP_TOKEN_FILE = Setting.of(
            "http.token-file",
            Kind.optionalFile(),
            Kind.NONE,
            "File whose text every HTTP request has to bring, as a bearer token or as the password of any user; /health"
                    + " needs none.");
    static final Setting<Optional<String>> HTTP_KEY_STORE = Setting.of(
            "http.tls.keystore",
            Kind.optionalFile(),
            Kind.NONE,
            "File (PKCS #12) with the certificate and its key; with it HTTP is served over TLS only.");
    static final Setting<Optional<String>> HTTP_KEY_STORE_PASSWORD = Setting.of(
            "http.tls.password-file", Kind.optionalFile(), Kind.NONE, "File with the password of http.tls.keystore.");
    static final Setting<Boolean> HTTP_INSECURE = Setting.of(
            "http.insecure",
            Kind.flag(),
            "false",
            "Lets http.host be an address that others reach without TLS and a token: whoever reaches it can read all.");
    static final Setting<Integer> HTTP_CONNECTIONS = Setting.of(
            "http.max-connections", Kind.integer(1, 100_000), "256", "HTTP connections at one time; others wait.");

    static final Setting<Optional<String>> SIGNING_KEY = Setting.of(
            "weights.signing.key",
            Kind.optionalFile(),
            Kind.NONE,
            "PEM file of the private Ed25519 key that the trainer signs weights with.");
    static final Setting<Optional<String>> VERIFICATION_KEY = Setting.of(
            "weights.verification.key",
            Kind.optionalFile(),
            Kind.NONE,
            "PEM file of the public Ed25519 key that weights must be signed for; with none, unsigned ones are used too.");
    static final Setting<List<URI>> ALERTMANAGERS = Setting.of(
            "alert.alertmanager.urls",
            Kind.optionalUrls(),
            Kind.NONE,
            "Alertmanagers that alerts are sent to; all of them, and one that takes an alert is enough.");
    static final Setting<Optional<URI>> WEBHOOK = Setting.of(
            "alert.webhook.url",
            Kind.optionalUrl(),
            Kind.NONE,
            "Address that every change of an alert is posted to as JSON, as it stands on the anomalies topic.");
    static final Setting<Duration> RESOLVE_TIMEOUT = Setting.of(
            "alert.resolve-timeout",
            Kind.duration(Duration.ofSeconds(1)),
            "5m",
            "How long an alert that is no longer repeated goes on firing; it is repeated every third of it.");
    static final Setting<Duration> ALERT_TIMEOUT = Setting.of(
            "alert.timeout",
            Kind.duration(Duration.ofMillis(10)),
            "10s",
            "How long an answer is waited for before an alert is sent again.");

    static final Definition ALL = new Definition(
            BOOTSTRAP_SERVERS,
            STATE_DIR,
            COMMIT_INTERVAL,
            STREAM_THREADS,
            STANDBY_REPLICAS,
            STATE_STORE,
            ROCKSDB_MEMORY,
            ROCKSDB_WRITE_BUFFERS,
            HTTP_HOST,
            HTTP_PORT,
            HTTP_HISTORY,
            HTTP_KEYS,
            HTTP_ADVERTISED,
            HTTP_TOKEN_FILE,
            HTTP_KEY_STORE,
            HTTP_KEY_STORE_PASSWORD,
            HTTP_INSECURE,
            HTTP_CONNECTIONS,
            TRAINER_PORT,
            WATCH,
            SIGNING_KEY,
            VERIFICATION_KEY,
            ALERTMANAGERS,
            WEBHOOK,
            RESOLVE_TIMEOUT,
            ALERT_TIMEOUT);

    private RuntimeKeys() {}
}
