package io.streamgauge.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.wire.SourceEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The panel: all its events, in order, with an answer that comes as late as it should. */
class PanelTest {

    private static final int KEYS = 40;
    private static final int EVENTS = 30;

    private static List<SourceEvent> events(int keys, int events, long seed) {
        List<SourceEvent> all = new ArrayList<>();
        new Panel(new Panel.Settings(keys, events, seed)).forEachRemaining(all::add);
        return all;
    }

    @Test
    void shouldGiveEveryKeyAsManyEvents() {
        Map<String, Integer> counts = new HashMap<>();
        events(KEYS, EVENTS, 1).forEach(event -> counts.merge(event.key(), 1, Integer::sum));

        assertThat(counts).hasSize(KEYS);
        assertThat(counts.values()).containsOnly(EVENTS);
    }

    @Test
    void shouldGiveEventsInTheOrderOfTheirDays() {
        assertThat(events(KEYS, EVENTS, 1)).isSortedAccordingTo(Comparator.comparingLong(SourceEvent::time));
    }

    /** The backtest refuses events dated ahead of the clock, so that a panel's figures would change with the date. */
    @Test
    void shouldHaveEndedBeforeItWasMadeUp() {
        var panel = new Panel(new Panel.Settings(1000, 150, 1));
        SourceEvent last = panel.next();
        while (panel.hasNext()) {
            last = panel.next();
        }
        assertThat(last.time()).isLessThan(Instant.parse("2024-01-01T00:00:00Z").toEpochMilli());
    }

    @Test
    void shouldGiveTheSameEventsForTheSameSeedAndOthersForAnother() {
        assertThat(events(KEYS, EVENTS, 3)).isEqualTo(events(KEYS, EVENTS, 3)).isNotEqualTo(events(KEYS, EVENTS, 4));
    }

    /** Department GARDEN, whose delay is 12 days; the values are in the product's own mean. */
    @Test
    void shouldAnswerACampaignTwelveDaysLaterAndNotBefore() {
        assertThat(changeAfterCampaigns(11)).isBetween(-.02, .02);
        assertThat(changeAfterCampaigns(12)).isGreaterThan(.05);
    }

    /** Mean change of the value so many days after a campaign. */
    private static double changeAfterCampaigns(int days) {
        Map<String, List<SourceEvent>> byKey = new HashMap<>();
        for (SourceEvent event : events(400, 150, 1)) {
            if (event.categories().equals(List.of("garden"))) {
                byKey.computeIfAbsent(event.key(), key -> new ArrayList<>()).add(event);
            }
        }
        double sum = 0;
        int count = 0;
        for (List<SourceEvent> series : byKey.values()) {
            double mean =
                    series.stream().mapToDouble(SourceEvent::value).average().orElseThrow();
            for (int t = 0; t + days < series.size(); t++) {
                if (series.get(t).covariates()[0] > 0) {
                    sum += (series.get(t + days).value()
                                    - series.get(t + days - 1).value())
                            / mean;
                    count++;
                }
            }
        }
        return sum / count;
    }
}
