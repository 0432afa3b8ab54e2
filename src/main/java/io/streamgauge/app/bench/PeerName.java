package io.streamgauge.app.bench;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** The libraries that {@code bench} knows. */
public enum PeerName {
    ORT("onnxruntime", Group.COMMON, "io.streamgauge.peers.OnnxRuntimePeer"),
    EJML("ejml", Group.COMMON, "io.streamgauge.peers.EjmlPeer"),
    DJL("djl", Group.COMMON, "io.streamgauge.peers.DjlPeer"),
    DL4J("dl4j", Group.DL4J, "io.streamgauge.peers.dl4j.Dl4jPeer");

    /** The libraries that get along in one process, which measures ours beside them. */
    public enum Group {
        COMMON("peers", "src/peers/java"),
        /** Deeplearning4j crashes in one process with libtorch. */
        DL4J("peers-dl4j", "src/peers/dl4j");

        private final String profile;
        private final String sources;

        Group(String profile, String sources) {
            this.profile = profile;
            this.sources = sources;
        }

        /** The Maven profile that names the libraries. */
        public String profile() {
            return profile;
        }

        /** The folder with the classes that call them. */
        public String sources() {
            return sources;
        }
    }

    private final String contestant;
    private final Group group;
    private final String className;

    PeerName(String contestant, Group group, String className) {
        this.contestant = contestant;
        this.group = group;
        this.className = className;
    }

    /** The name in the table and in {@code RESULT} lines. */
    public String contestant() {
        return contestant;
    }

    public Group group() {
        return group;
    }

    /** The name as an option. */
    public String option() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The library, from the class path of this process. */
    Peer load() {
        try {
            return Class.forName(className)
                    .asSubclass(Peer.class)
                    .getDeclaredConstructor()
                    .newInstance();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(contestant + " is not on the class path: " + className, e);
        }
    }

    /** The names in a comma-separated list; {@code none} stands for no name. */
    public static Set<PeerName> parse(String list) {
        Set<PeerName> names = EnumSet.noneOf(PeerName.class);
        if (list.equals("none")) {
            return names;
        }
        for (String part : list.split(",", -1)) {
            names.add(Arrays.stream(values())
                    .filter(name -> name.option().equals(part.strip()))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("'" + part.strip()
                            + "' is unknown, known are none, " + format(EnumSet.allOf(PeerName.class)))));
        }
        return names;
    }

    /** What {@link #parse} reads. */
    public static String format(Set<PeerName> names) {
        return names.isEmpty() ? "none" : names.stream().map(PeerName::option).collect(Collectors.joining(","));
    }
}
