package io.streamgauge.config;

import java.net.URI;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The kind of value that a key takes: how it is read, and what to tell a user who wrote something else.
 *
 * <p>A reader throws {@link IllegalArgumentException} for a value that does not fit, or {@link Mismatch} where it can
 * say better what it found.
 *
 * @param expected what fits, as it stands behind "expected" and in the reference page
 */
record Kind<T>(String expected, Function<Raw, T> reader) {
    /** How a user writes that there is nothing. */
    static final String NONE = "none";

    /** A century: longer durations are typing errors, and stay far from the overflow of milliseconds. */
    private static final Duration LONGEST = Duration.ofDays(36_500);

    private static final Pattern DECIMAL = Pattern.compile("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?");
    private static final Pattern SHORT_DURATION = Pattern.compile("(\\d{1,9})(ms|s|m|h|d)");
    private static final Pattern RANGE = Pattern.compile("(\\d{1,9})\\s*\\.\\.\\s*(\\d{1,9})");
    private static final Pattern POINTER = Pattern.compile("(/([^~/]|~[01])*)+");
    private static final Pattern SERVER = Pattern.compile("(\\[[0-9A-Fa-f:.]+]|[^\\s:/,\\[\\]]+):(\\d{1,5})");

    /** A value that does not fit, in words of its own. */
    static final class Mismatch extends IllegalArgumentException {
        private static final long serialVersionUID = 1L;

        final String found;
        final String expected;

        Mismatch(String found, String expected) {
            super(found);
            this.found = found;
            this.expected = expected;
        }
    }

    static Kind<Integer> integer(int least, int most) {
        return new Kind<>("a whole number from " + least + " to " + most, raw -> {
            int value = Integer.parseInt(raw.text());
            return check(value, value >= least && value <= most);
        });
    }

    /** Events of a season, or that they are still to be found. */
    static Kind<Integer> season(int most) {
        Kind<Integer> number = integer(0, most);
        return new Kind<>(
                number.expected() + ", or auto",
                raw -> raw.text().equals("auto")
                        ? TopologyConfig.SEASON_TO_FIND
                        : number.reader().apply(raw));
    }

    static Kind<Long> wholeNumber() {
        return new Kind<>("a whole number", raw -> Long.parseLong(raw.text()));
    }

    static Kind<Double> decimal(String expected, Predicate<Double> valid) {
        return new Kind<>(expected, raw -> {
            double value = DECIMAL.matcher(raw.text()).matches() ? Double.parseDouble(raw.text()) : Double.NaN;
            return check(value, Double.isFinite(value) && valid.test(value));
        });
    }

    static Kind<Double> notNegative() {
        return decimal("a number from 0", value -> value >= 0);
    }

    static Kind<Double> positive() {
        return decimal("a number above 0", value -> value > 0);
    }

    static Kind<Boolean> flag() {
        return new Kind<>(
                "true or false",
                raw -> check(raw.text(), raw.text().matches("true|false")).equals("true"));
    }

    static Kind<String> text(String expected, String pattern) {
        Pattern compiled = Pattern.compile(pattern);
        return new Kind<>(
                expected, raw -> check(raw.text(), compiled.matcher(raw.text()).matches()));
    }

    static Kind<ZoneId> zone() {
        return new Kind<>("a time zone such as UTC or Europe/Berlin", raw -> {
            try {
                return ZoneId.of(raw.text());
            } catch (DateTimeException unknown) {
                throw new IllegalArgumentException(unknown);
            }
        });
    }

    static Kind<Cell> cell() {
        return choice(List.of(Cell.values()), Cell::text);
    }

    static Kind<LossKind> loss() {
        return choice(List.of(LossKind.values()), LossKind::text);
    }

    static Kind<Target> target() {
        return choice(List.of(Target.values()), Target::text);
    }

    static Kind<RateSchedule> schedule() {
        return choice(List.of(RateSchedule.values()), RateSchedule::text);
    }

    static Kind<AlertSide> side() {
        return choice(List.of(AlertSide.values()), AlertSide::text);
    }

    /** Patterns of keys, or none at all. */
    static Kind<List<String>> optionalPatterns() {
        return new Kind<>(
                "'" + NONE + "', or patterns of keys such as pump-* with commas",
                raw -> raw.text().equals(NONE) ? List.of() : List.copyOf(raw.elements()));
    }

    static Kind<Missing> missing() {
        return choice(List.of(Missing.values()), Missing::text);
    }

    static <V> Kind<V> choice(V[] values, Function<V, String> name) {
        return choice(List.of(values), name);
    }

    /** Some of them, in the order given and possibly again. */
    static <V> Kind<List<V>> choices(V[] values, Function<V, String> name) {
        Kind<V> one = choice(values, name);
        return new Kind<>(
                "with commas " + one.expected(),
                raw -> raw.elements().stream()
                        .map(element -> one.reader().apply(Raw.scalar(raw.where(), element)))
                        .toList());
    }

    private static <V> Kind<V> choice(List<V> values, Function<V, String> name) {
        return new Kind<>(
                "one of " + values.stream().map(name).collect(Collectors.joining(", ")),
                raw -> values.stream()
                        .filter(value -> name.apply(value).equals(raw.text()))
                        .findFirst()
                        .orElseThrow(IllegalArgumentException::new));
    }

    /** Probabilities, sorted and without repetition, one of them one half. */
    static Kind<List<Double>> quantiles() {
        return new Kind<>("1 to 99 numbers above 0 and below 1 that include 0.5, such as 0.05,0.5,0.95", raw -> {
            TreeSet<Double> quantiles = new TreeSet<>();
            for (String element : raw.elements()) {
                double value = DECIMAL.matcher(element).matches() ? Double.parseDouble(element) : Double.NaN;
                quantiles.add(check(value, value > 0 && value < 1));
            }
            return check(List.copyOf(quantiles), quantiles.contains(.5) && quantiles.size() <= 99);
        });
    }

    /** Shares of values, each once, or none at all. */
    static Kind<List<Double>> optionalShares(int most) {
        return new Kind<>("'" + NONE + "', or numbers above 0 and below 1 with commas", raw -> {
            TreeSet<Double> shares = new TreeSet<>();
            for (String element : raw.text().equals(NONE) ? List.<String>of() : raw.elements()) {
                double value = DECIMAL.matcher(element).matches() ? Double.parseDouble(element) : Double.NaN;
                shares.add(check(value, value > 0 && value < 1));
            }
            return check(List.copyOf(shares), shares.size() <= most);
        });
    }

    static Kind<Start> start() {
        return new Kind<>("earliest, latest or a timestamp such as 2026-01-31T00:00:00Z", raw -> switch (raw.text()) {
            case "earliest" -> new Start.Earliest();
            case "latest" -> new Start.Latest();
            default -> new Start.At(instant(raw.text()));
        });
    }

    private static Instant instant(String text) {
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeParseException unreadable) {
            throw new IllegalArgumentException(unreadable);
        }
    }

    static Kind<Duration> duration(Duration least) {
        String bound = least.isZero() ? "" : ", at least " + least.toMillis() + "ms";
        return new Kind<>("a duration such as 250ms, 5s, 1h, 7d or PT1H30M" + bound, raw -> {
            Duration value = durationOf(raw.text());
            return check(value, value.compareTo(least) >= 0 && value.compareTo(LONGEST) <= 0);
        });
    }

    private static Duration durationOf(String text) {
        Matcher matcher = SHORT_DURATION.matcher(text);
        if (!matcher.matches()) {
            try {
                return Duration.parse(text);
            } catch (DateTimeParseException unreadable) {
                throw new IllegalArgumentException(unreadable);
            }
        }
        long amount = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "ms" -> Duration.ofMillis(amount);
            case "s" -> Duration.ofSeconds(amount);
            case "m" -> Duration.ofMinutes(amount);
            case "h" -> Duration.ofHours(amount);
            default -> Duration.ofDays(amount);
        };
    }

    /** Steps ahead, sorted and without repetition, the first of them 1. */
    static Kind<List<Integer>> horizons(int most) {
        return new Kind<>("steps ahead from 1 to " + most + " that include 1, such as 1..24 or 1,2,3", raw -> {
            TreeSet<Integer> steps = new TreeSet<>();
            for (String element : raw.elements()) {
                Matcher range = RANGE.matcher(element);
                int from = Integer.parseInt(range.matches() ? range.group(1) : element);
                int until = range.matches() ? Integer.parseInt(range.group(2)) : from;
                check(element, 1 <= from && from <= until && until <= most);
                for (int step = from; step <= until; step++) {
                    steps.add(step);
                }
            }
            return check(List.copyOf(steps), steps.contains(1));
        });
    }

    static Kind<String> pointer() {
        return new Kind<>("a JSON pointer such as /value", raw -> pointer(raw.text()));
    }

    private static String pointer(String text) {
        return check(text, POINTER.matcher(text).matches());
    }

    /** One or more JSON pointers, at most {@code most} and each once. */
    static Kind<List<String>> pointers(int most) {
        return new Kind<>("a JSON pointer such as /value, or several with commas", raw -> pointers(raw, most));
    }

    /** As {@link #optionalPointers}, and some of them may be the same. */
    static Kind<List<String>> repeatedPointers(int most) {
        return new Kind<>("'" + NONE + "', or JSON pointers with commas", raw -> {
            if (raw.text().equals(NONE)) {
                return List.of();
            }
            List<String> pointers = raw.elements().stream().map(Kind::pointer).toList();
            return check(pointers, pointers.size() <= most);
        });
    }

    /** As {@link #pointers}, or none at all. */
    static Kind<List<String>> optionalPointers(int most) {
        return new Kind<>(
                "'" + NONE + "', or JSON pointers with commas",
                raw -> raw.text().equals(NONE) ? List.of() : pointers(raw, most));
    }

    private static List<String> pointers(Raw raw, int most) {
        List<String> pointers = new ArrayList<>();
        raw.elements().forEach(element -> pointers.add(pointer(element)));
        if (pointers.isEmpty() || pointers.size() > most) {
            throw new Mismatch(pointers.size() + " pointers", "1 to " + most);
        }
        if (Set.copyOf(pointers).size() < pointers.size()) {
            throw new Mismatch("a pointer twice", "each once");
        }
        return List.copyOf(pointers);
    }

    /** At most {@code most} texts, each once, or none at all. */
    static Kind<List<String>> optionalTexts(int most) {
        return new Kind<>("'" + NONE + "', or at most " + most + " keys with commas", raw -> {
            List<String> texts = raw.text().equals(NONE) ? List.of() : raw.elements();
            return check(
                    List.copyOf(texts),
                    texts.size() <= most && Set.copyOf(texts).size() == texts.size());
        });
    }

    /** A bound of values, {@code unbounded} where there is none. */
    static Kind<Double> bound(double unbounded) {
        Kind<Double> number = decimal("'" + NONE + "' or a number", value -> true);
        return new Kind<>(
                number.expected(),
                raw -> raw.text().equals(NONE) ? unbounded : number.reader().apply(raw));
    }

    /** A JSON pointer, empty where there is none. */
    static Kind<Optional<String>> optionalPointer() {
        return optional(pointer());
    }

    /** A duration of at least a millisecond, empty where there is none. */
    static Kind<Optional<Duration>> optionalDuration() {
        return optional(duration(Duration.ofMillis(1)));
    }

    private static <V> Kind<Optional<V>> optional(Kind<V> kind) {
        return new Kind<>(
                "'" + NONE + "' or " + kind.expected(),
                raw -> raw.text().equals(NONE)
                        ? Optional.empty()
                        : Optional.of(kind.reader().apply(raw)));
    }

    /** The name of a file, empty where there is none. */
    static Kind<Optional<String>> optionalFile() {
        return new Kind<>(
                "'" + NONE + "' or a file",
                raw -> raw.text().equals(NONE)
                        ? Optional.empty()
                        : Optional.of(Path.of(raw.text()).toString()));
    }

    /** Web addresses, or none at all. */
    static Kind<List<URI>> optionalUrls() {
        return new Kind<>("'" + NONE + "', or addresses such as http://127.0.0.1:9093 with commas", raw -> {
            List<URI> urls = new ArrayList<>();
            for (String element : raw.text().equals(NONE) ? List.<String>of() : raw.elements()) {
                URI url = URI.create(element);
                boolean web = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
                urls.add(check(url, web && url.getHost() != null));
            }
            return List.copyOf(urls);
        });
    }

    /** A web address, or none. */
    static Kind<Optional<URI>> optionalUrl() {
        return new Kind<>("'" + NONE + "' or an address such as http://127.0.0.1:8081/alerts", raw -> {
            List<URI> urls = optionalUrls().reader().apply(raw);
            return check(urls.stream().findFirst(), urls.size() <= 1);
        });
    }

    static Kind<String> servers() {
        return new Kind<>("host:port, or several with commas", raw -> {
            for (String server : raw.elements()) {
                Matcher matcher = SERVER.matcher(server);
                check(server, matcher.matches() && Integer.parseInt(matcher.group(2)) <= 65_535);
            }
            return String.join(",", raw.elements());
        });
    }

    static Kind<Optional<HostPort>> optionalAddress() {
        return new Kind<>("'" + NONE + "' or host:port", raw -> {
            Matcher matcher = SERVER.matcher(raw.text());
            if (raw.text().equals(NONE)) {
                return Optional.empty();
            }
            check(raw.text(), matcher.matches());
            int colon = raw.text().lastIndexOf(':');
            int port = Integer.parseInt(matcher.group(2));
            check(port, port >= 1 && port <= 65_535);
            return Optional.of(new HostPort(raw.text().substring(0, colon), port));
        });
    }

    private static <V> V check(V value, boolean valid) {
        if (!valid) {
            throw new IllegalArgumentException();
        }
        return value;
    }
}
