package io.streamgauge.backtest;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What the network has to beat on categories: the most frequent continuation of the last {@code n − 1} events, learned
 * online over all keys, backing off to shorter contexts until one has been seen.
 */
public final class NGram {

    /** A continuation counted so often lets all of its context fade by half: what was learned before a drift is unlearned. */
    private static final int MEMORY = 64;

    private final int order;
    /** By length of the context: how often each category followed it. */
    private final List<Map<List<String>, Map<String, Integer>>> counts = new ArrayList<>();

    private final Map<String, Deque<String>> recent = new HashMap<>();

    /** @param order n, the length of a context and its continuation */
    public NGram(int order) {
        this.order = order;
        for (int length = 0; length < order; length++) {
            counts.add(new HashMap<>());
        }
    }

    /** What is expected next of a key; "" if nothing has been seen. */
    public String expected(String key) {
        List<String> context = context(key);
        for (int length = context.size(); length >= 0; length--) {
            Map<String, Integer> seen =
                    counts.get(length).get(context.subList(context.size() - length, context.size()));
            if (seen != null) {
                return mostFrequent(seen);
            }
        }
        return "";
    }

    /**
     * The probability of a category coming next of a key, above 0, each context's counts smoothed by those of the next
     * shorter one (Witten and Bell 1991).
     *
     * <pre>
     *   p_l(c) = (n_l(c) + d_l·p_{l−1}(c))/(N_l + d_l)     n_l: counts after l events, N_l: their sum, d_l: how many differ
     *   p_{−1} = 1/(V + 1)                                V: categories seen so far, and one for all others
     * </pre>
     */
    public double probability(String key, String category) {
        List<String> context = context(key);
        Map<String, Integer> all = counts.get(0).getOrDefault(List.of(), Map.of());
        double probability = 1 / (all.size() + 1.0);
        for (int length = 0; length <= context.size(); length++) {
            Map<String, Integer> seen =
                    counts.get(length).get(context.subList(context.size() - length, context.size()));
            if (seen != null) {
                int sum = seen.values().stream().mapToInt(Integer::intValue).sum();
                probability =
                        (seen.getOrDefault(category, 0) + seen.size() * probability) / (double) (sum + seen.size());
            }
        }
        return probability;
    }

    private static String mostFrequent(Map<String, Integer> seen) {
        String best = "";
        int most = 0;
        for (Map.Entry<String, Integer> entry : seen.entrySet()) {
            int count = entry.getValue();
            if (count > most || count == most && entry.getKey().compareTo(best) < 0) {
                most = count;
                best = entry.getKey();
            }
        }
        return best;
    }

    /** Learns what came. */
    public void learn(String key, String category) {
        List<String> context = context(key);
        for (int length = 0; length <= context.size(); length++) {
            List<String> suffix = List.copyOf(context.subList(context.size() - length, context.size()));
            Map<String, Integer> seen = counts.get(length).computeIfAbsent(suffix, unseen -> new HashMap<>());
            if (seen.merge(category, 1, Integer::sum) >= MEMORY) {
                seen.replaceAll((other, count) -> (count + 1) / 2);
            }
        }
        Deque<String> events = recent.computeIfAbsent(key, unseen -> new ArrayDeque<>());
        events.addLast(category);
        if (events.size() >= order) {
            events.removeFirst();
        }
    }

    private List<String> context(String key) {
        return new ArrayList<>(recent.getOrDefault(key, new ArrayDeque<>()));
    }
}
