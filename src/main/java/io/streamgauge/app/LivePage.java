package io.streamgauge.app;

import io.streamgauge.config.HostPort;
import io.streamgauge.config.RuntimeConfig;
import io.streamgauge.config.TopicNames;
import io.streamgauge.config.TopologyConfig;
import io.streamgauge.http.History;
import io.streamgauge.http.HttpService;
import io.streamgauge.http.HttpSources;
import io.streamgauge.http.KeyNotes;
import io.streamgauge.http.LiveSources;
import io.streamgauge.http.ModelHistory;
import io.streamgauge.http.OpenEpisodes;
import io.streamgauge.wire.ForecastRecord;
import io.streamgauge.wire.ModelInfo;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The page, the metrics and the health of one process, fed from what is committed on the output topics. */
final class LivePage implements AutoCloseable {

    /** What the page shows: recent forecasts, open episodes and versions, bounded. */
    static final class Content {

        private static final int VERSIONS_SHOWN = 500;
        /** Labels and changes of episodes of each partition to read at a start. */
        private static final long NOTES_BEFORE = 10_000;

        private final History history;
        private final ModelHistory models = new ModelHistory(VERSIONS_SHOWN);
        private final OpenEpisodes episodes = new OpenEpisodes();
        private final KeyNotes notes;
        private final RuntimeConfig.Http http;
        private final Map<String, Map<String, String>> settings;

        /**
         * @param settings in effect, without secrets
         */
        Content(RuntimeConfig.Http http, Map<String, Map<String, String>> settings) {
            this.http = http;
            this.settings = settings;
            history = new History(http.keys(), http.history());
            notes = new KeyNotes(http.keys());
        }

        void forecast(ForecastRecord forecast) {
            history.record(forecast);
        }

        void model(ModelInfo info) {
            models.record(info);
        }

        /** Records of each partition to read at a start, so that the page is not empty after a restart. */
        long recordsBefore() {
            return 20L * http.history();
        }
    }

    private final RuntimeConfig.Http http;
    private final HttpService service;
    private final List<TopicTail> tails;
    private final LabelPublisher labels;

    /**
     * Takes the address at once; what is asked of the forecaster before it is there is answered with 503.
     *
     * @param forecaster the forecaster, once it is there
     */
    LivePage(
            TopologyConfig topology, RuntimeConfig runtime, Content content, Meters meters, ForecasterSlot forecaster) {
        http = runtime.http();
        meters.episodes(content.episodes::open);
        labels = new LabelPublisher(topology, runtime);
        // Categories have no curve to draw and no labels: metrics, health, model, episodes and keys' figures are there.
        boolean ofValues = !topology.categories().isOn();
        LiveSources live = new LiveSources(
                content.history,
                content.models,
                content.episodes,
                content.notes,
                forecaster,
                ofValues ? labels : null,
                content.settings);
        service = MetricsPage.listen(
                http, "http", new HttpSources(topology.name(), meters::scrape, forecaster::health, live));
        TopicNames topics = topology.topicNames();
        tails = ofValues ? tails(runtime, topics, content) : episodeTails(runtime, topics, content);
    }

    private static List<TopicTail> episodeTails(RuntimeConfig runtime, TopicNames topics, Content content) {
        return List.of(
                TopicTail.ofOpenEpisodes(runtime, topics, content.episodes::record),
                TopicTail.ofEpisodeChanges(runtime, topics, Content.NOTES_BEFORE, content.notes::episode));
    }

    private static List<TopicTail> tails(RuntimeConfig runtime, TopicNames topics, Content content) {
        List<TopicTail> all = new ArrayList<>(episodeTails(runtime, topics, content));
        all.add(TopicTail.ofForecasts(runtime, topics, content.recordsBefore(), content::forecast));
        all.add(TopicTail.ofLabels(runtime, topics, Content.NOTES_BEFORE, content.notes::label));
        return all;
    }

    void start() {
        tails.forEach(TopicTail::start);
    }

    String url() {
        return service.url();
    }

    /** Where other instances reach this page: as configured, or else where it listens. */
    HostPort address() {
        return http.advertised().orElseGet(() -> new HostPort(reachable(http.host()), service.port()));
    }

    /** A page that listens on all addresses is reached by the machine's name. */
    private static String reachable(String host) {
        try {
            InetAddress listening = InetAddress.getByName(host);
            return listening.isAnyLocalAddress() ? InetAddress.getLocalHost().getHostName() : host;
        } catch (UnknownHostException e) {
            return host;
        }
    }

    @Override
    public void close() {
        tails.forEach(TopicTail::close);
        service.close();
        labels.close();
    }
}
