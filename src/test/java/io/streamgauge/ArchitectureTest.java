package io.streamgauge;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import io.streamgauge.app.UserError;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The rooms keep their walls; and every rule that says so finds the class which breaks it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ArchitectureTest {
    private static final Map<String, ArchRule> RULES = new ArchitectureRules("io.streamgauge").all();

    /** By location, not by package: test classes are no part of the house. */
    private static final JavaClasses HOUSE = new ClassFileImporter()
            .importUrl(UserError.class.getProtectionDomain().getCodeSource().getLocation());

    /** What each rule has to say of the house in which each of them is broken once. */
    private Map<String, List<String>> violations = Map.of();

    @BeforeAll
    void breakTheRules(@TempDir Path folder) {
        JavaClasses broken = BrokenHouse.compile(folder);
        violations = new ArchitectureRules(BrokenHouse.ROOT)
                .all().entrySet().stream()
                        .collect(toMap(
                                Map.Entry::getKey,
                                rule -> rule.getValue()
                                        .evaluate(broken)
                                        .getFailureReport()
                                        .getDetails()));
    }

    @TestFactory
    Stream<DynamicTest> shouldKeep() {
        return RULES.entrySet().stream()
                .map(rule -> DynamicTest.dynamicTest(
                        rule.getKey(), () -> rule.getValue().check(HOUSE)));
    }

    @Test
    void shouldSeeTheHouse() {
        assertThat(HOUSE).anyMatch(type -> type.getName().equals("io.streamgauge.nn.Window"));
        assertThat(HOUSE).noneMatch(type -> type.getName().equals(ArchitectureTest.class.getName()));
    }

    @TestFactory
    Stream<DynamicTest> shouldFindTheClassThatBreaks() {
        return BrokenHouse.offenders().entrySet().stream()
                .map(offender -> DynamicTest.dynamicTest(
                        offender.getKey(),
                        () -> assertThat(violations.get(offender.getKey()))
                                .as("violations of '%s'", offender.getKey())
                                .anyMatch(line -> line.contains(offender.getValue()))));
    }

    @Test
    void shouldProveEveryRuleByAClassThatBreaksIt() {
        assertThat(BrokenHouse.offenders().keySet()).containsExactlyInAnyOrderElementsOf(RULES.keySet());
    }

    @Test
    void shouldFindInexactMathematicsInMethodReferencesAndVectorOperators() {
        List<String> found = violations.getOrDefault("exact mathematics", List.of());
        assertThat(found).anyMatch(line -> line.contains("broken.learn.Reference"));
        assertThat(found).anyMatch(line -> line.contains("broken.nn.kernel.Lanes"));
    }

    @Test
    void shouldLeaveTheInnocentAlone() {
        assertThat(violations.values().stream().flatMap(List::stream))
                .isNotEmpty()
                .noneMatch(line -> line.contains("Innocent"));
    }
}
