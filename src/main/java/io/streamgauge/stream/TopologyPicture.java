package io.streamgauge.stream;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.apache.kafka.streams.TopologyDescription;

/**
 * The picture of a topology as a Mermaid flowchart: topics rounded, processors square, stores as cylinders.
 *
 * <p>Sources and sinks are drawn as the arrows from and to their topics. Depends on nothing but the description, so that
 * a change of the topology is a change of the picture.
 */
public final class TopologyPicture {

    private static final String TOPIC = "topic";
    private static final String PROCESSOR = "processor";
    private static final String STORE = "store";

    private final Map<String, String> ids = new LinkedHashMap<>();
    private final List<String> shapes = new ArrayList<>();
    private final List<String> arrows = new ArrayList<>();

    private TopologyPicture() {}

    /** The flowchart's text, with a line break at its end. */
    public static String mermaid(TopologyDescription description) {
        TopologyPicture picture = new TopologyPicture();
        description.subtopologies().stream()
                .sorted(Comparator.comparingInt(TopologyDescription.Subtopology::id))
                .forEach(subtopology -> picture.draw(sorted(subtopology)));
        description.globalStores().stream()
                .sorted(Comparator.comparingInt(TopologyDescription.GlobalStore::id))
                .forEach(global -> picture.draw(List.of(global.source(), global.processor())));
        List<String> lines = new ArrayList<>(List.of("flowchart LR"));
        lines.addAll(picture.shapes);
        lines.addAll(picture.arrows);
        return String.join("\n    ", lines) + "\n";
    }

    private static List<TopologyDescription.Node> sorted(TopologyDescription.Subtopology subtopology) {
        return subtopology.nodes().stream()
                .sorted(Comparator.comparing(TopologyDescription.Node::name))
                .toList();
    }

    private void draw(List<TopologyDescription.Node> nodes) {
        for (TopologyDescription.Node node : nodes) {
            List<String> targets = ends(node);
            node.predecessors().stream()
                    .sorted(Comparator.comparing(TopologyDescription.Node::name))
                    .flatMap(before -> ends(before).stream())
                    .forEach(from -> targets.forEach(to -> arrows.add(from + " --> " + to)));
            if (node instanceof TopologyDescription.Processor processor) {
                new TreeSet<>(processor.stores())
                        .forEach(store -> arrows.add(targets.get(0) + " <--> " + id(STORE, store, "[(", ")]")));
            }
        }
    }

    /** What a node is drawn as: itself, or the topics that it stands for. */
    private List<String> ends(TopologyDescription.Node node) {
        if (node instanceof TopologyDescription.Source source) {
            return source.topicSet() == null
                    ? List.of(topic(String.valueOf(source.topicPattern())))
                    : new TreeSet<>(source.topicSet()).stream().map(this::topic).toList();
        }
        if (node instanceof TopologyDescription.Sink sink) {
            return List.of(topic(sink.topic() == null ? sink.name() : sink.topic()));
        }
        return List.of(id(PROCESSOR, node.name(), "[", "]"));
    }

    private String topic(String name) {
        return id(TOPIC, name, "([", "])");
    }

    private String id(String kind, String name, String open, String close) {
        return ids.computeIfAbsent(kind + " " + name, first -> {
            String id = kind + (ids.size() + 1);
            shapes.add(id + open + '"' + name + '"' + close);
            return id;
        });
    }
}
