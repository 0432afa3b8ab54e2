package io.streamgauge.anomaly;

/** The alert rules of every key. */
@FunctionalInterface
public interface AlertRuleSet {

    AlertRules of(String key);
}
