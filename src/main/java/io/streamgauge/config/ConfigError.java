package io.streamgauge.config;

import java.util.List;

/** A configuration that cannot be used, with every problem found in it, each as one line fit for a terminal. */
public final class ConfigError extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<String> problems;

    public ConfigError(List<String> problems) {
        super(String.join("\n", problems));
        this.problems = List.copyOf(problems);
    }

    public ConfigError(String problem) {
        this(List.of(problem));
    }

    public List<String> problems() {
        return problems;
    }
}
