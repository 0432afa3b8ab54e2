package io.streamgauge.config;

import java.util.Optional;

/** The keys of a topology file that say how a topic of categories is forecast. */
final class CategoryKeys {

    static final Setting<Optional<String>> FIELD = Setting.of(
            "category.field",
            Kind.optionalPointer(),
            Kind.NONE,
            "JSON pointer of a category (text or a number, such as an event type, a status code or a page) that is forecast"
                    + " instead of values: the distribution over a key's next one, and how surprising each was.");
    static final Setting<Boolean> TEMPLATES = Setting.of(
            "category.templates",
            Kind.flag(),
            "false",
            "Whether the field holds log lines, of which the templates are the categories: tokens with digits and what"
                    + " differs between like lines are left out.");
    static final Setting<Integer> VOCABULARY = Setting.of(
            "category.vocabulary",
            Kind.integer(2, 1_000),
            "127",
            "Most categories that the network knows; each gets its place when windows have told of it three times, and all"
                    + " others count as unknown. Every key keeps two bytes per place.");
    static final Setting<Integer> TOP = Setting.of(
            "category.top", Kind.integer(1, 64), "5", "Most probable next categories that a forecast names.");

    private CategoryKeys() {}
}
