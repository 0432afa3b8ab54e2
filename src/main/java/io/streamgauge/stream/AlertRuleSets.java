package io.streamgauge.stream;

import io.streamgauge.anomaly.AlertRuleSet;
import io.streamgauge.anomaly.AlertRules;
import io.streamgauge.anomaly.Direction;
import io.streamgauge.anomaly.ForecastRule;
import io.streamgauge.config.AlertSettings;
import io.streamgauge.config.TopologyConfig;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** From a topology file's alert settings to the rules of every key. */
public final class AlertRuleSets {

    /** Keys whose rules are kept; beyond, they are made anew. */
    private static final int MOST_KNOWN = 100_000;

    private AlertRuleSets() {}

    public static AlertRuleSet of(TopologyConfig topology) {
        AlertSettings settings = topology.anomaly().alerts();
        AlertRules defaults = rules(topology, settings, "");
        boolean alike = settings.overrides().isEmpty()
                && settings.muted().isEmpty()
                && settings.forecasts().stream().allMatch(rule -> rule.pattern().equals("*"));
        if (alike) {
            return key -> defaults;
        }
        Map<String, AlertRules> known = new ConcurrentHashMap<>();
        return key -> {
            if (known.size() > MOST_KNOWN) {
                known.clear();
            }
            return known.computeIfAbsent(key, asked -> rules(topology, settings, asked));
        };
    }

    private static AlertRules rules(TopologyConfig topology, AlertSettings settings, String key) {
        AlertSettings.Key own = settings.of(key);
        return new AlertRules(
                true,
                topology.anomaly().warmUp(),
                topology.anomaly().warmUpTime().toMillis(),
                own.closeBelow(),
                Direction.valueOf(own.direction().name()),
                own.minDeviation(),
                own.minRelative(),
                own.scaleFloor(),
                own.coolDown().toMillis(),
                own.mute(),
                own.silenceAfter(),
                settings.forecasts(key).stream().map(AlertRuleSets::rule).toList());
    }

    private static ForecastRule rule(AlertSettings.Forecast rule) {
        return new ForecastRule(
                rule.above(), rule.threshold(), rule.within().toMillis(), rule.probability(), rule.text());
    }
}
