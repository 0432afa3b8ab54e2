package io.streamgauge.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.streamgauge.config.RuntimeConfig;
import io.streamgauge.config.TopologyConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The guide says nothing that a stranger would find untrue on trying: commands, files, links, sections, settings. */
class GuideTest {
    private static final Path GUIDE = Path.of("README.md");
    private static final Pattern BLOCK = Pattern.compile("(?ms)^ *```(\\w*)\\n(.*?)^ *```$");
    private static final Pattern LINK = Pattern.compile("\\[[^\\]]+\\]\\(([^)]+)\\)");
    private static final Pattern SECTION = Pattern.compile("(?m)^#{2,3} (.+)$");
    /** A word of an argument: bare, or between quotes. */
    private static final Pattern WORD = Pattern.compile("'([^']*)'|(\\S+)");

    record Block(String language, String text) {}

    private static String guide() {
        try {
            return Files.readString(GUIDE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<Block> blocks() {
        return BLOCK.matcher(guide())
                .results()
                .map(found ->
                        new Block(found.group(1), found.group(2).stripTrailing().stripIndent()));
    }

    /** Every line of a block that starts the launcher, with what it continues on. */
    static List<String> commands() {
        return blocks().flatMap(
                        block -> block.text().replaceAll("\\\\\\n\\s*", " ").lines())
                .filter(line -> line.startsWith("./streamgauge "))
                .map(line -> line.replaceFirst("\\s+#.*", "").strip())
                .distinct()
                .toList();
    }

    @ParameterizedTest
    @MethodSource("commands")
    void shouldNameCommandsAndOptionsThatThereAre(String command) {
        String[] words = WORD.matcher(command)
                .results()
                .skip(1)
                .map(word -> word.group(1) == null ? word.group(2) : word.group(1))
                .toArray(String[]::new);

        assertThatCode(() -> Streamgauge.commandLine().parseArgs(words)).doesNotThrowAnyException();
    }

    @Test
    void shouldShowEveryCommandThatThereIs() {
        Set<String> listed = Pattern.compile("(?m)^\\| `([a-z]+)` \\|")
                .matcher(guide())
                .results()
                .map(row -> row.group(1))
                .collect(Collectors.toSet());

        assertThat(listed)
                .containsAll(Streamgauge.commandLine().getSubcommands().keySet());
    }

    @Test
    void shouldLinkToFilesAndSectionsThatThereAre() {
        Set<String> sections = SECTION.matcher(guide())
                .results()
                .map(section -> "#"
                        + section.group(1)
                                .toLowerCase(Locale.ROOT)
                                .replaceAll("[^a-z0-9 -]", "")
                                .replace(' ', '-'))
                .collect(Collectors.toSet());
        List<String> links =
                LINK.matcher(guide()).results().map(link -> link.group(1)).toList();

        assertThat(links).isNotEmpty();
        assertThat(links).allSatisfy(link -> {
            if (link.startsWith("#")) {
                assertThat(sections).contains(link);
            } else {
                assertThat(Path.of(link)).exists();
            }
        });
    }

    /** The files that a reader is told to write are ones that are taken. */
    @Test
    void shouldShowSettingsThatAreTaken(@TempDir Path folder) throws IOException {
        List<TopologyConfig> topologies = new ArrayList<>();
        for (Block block : blocks().filter(one -> one.language().equals("yaml")).toList()) {
            String text = block.text();
            String whole = text.startsWith("name:") ? text : "name: shown\n" + text;
            topologies.add(TopologyConfig.load(Files.writeString(folder.resolve("shown.yaml"), whole), Map.of()));
        }
        List<RuntimeConfig> runtimes = new ArrayList<>();
        for (Block block :
                blocks().filter(one -> one.language().equals("properties")).toList()) {
            runtimes.add(
                    RuntimeConfig.load(Files.writeString(folder.resolve("shown.properties"), block.text()), Map.of()));
        }

        assertThat(topologies).extracting(TopologyConfig::name).contains("pumps", "shown");
        assertThat(runtimes).isNotEmpty();
    }

    /** A test or script that the guide calls on for a figure or a promise is one that there is. */
    @Test
    void shouldCallOnTestsAndScriptsThatThereAre() throws IOException {
        Set<String> tests;
        try (Stream<Path> files = Files.walk(Path.of("src"))) {
            tests = files.map(file -> file.getFileName().toString().replace(".java", ""))
                    .collect(Collectors.toSet());
        }
        assertThat(found("`([A-Z]\\w+(?:IT|Test))`")).isNotEmpty().allMatch(tests::contains);
        assertThat(found("(src/measure/\\w+\\.sh)"))
                .isNotEmpty()
                .allSatisfy(script -> assertThat(Path.of(script)).exists());
    }

    private static Set<String> found(String pattern) {
        Matcher matcher = Pattern.compile(pattern).matcher(guide());
        return matcher.results().map((MatchResult one) -> one.group(1)).collect(Collectors.toSet());
    }
}
