package io.streamgauge;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;

/**
 * The rules of the house, for the rooms below any root package: the real one, and the one of the classes that break them.
 *
 * <p>A room that does not exist yet breaks no rule.
 */
final class ArchitectureRules {
    /** Who may import whom; what is not listed is forbidden. */
    private static final Map<String, Set<String>> MAY_IMPORT = mayImport();

    /** Rooms whose results must be the same bytes on every platform. */
    private static final List<String> DETERMINISTIC =
            List.of("nn", "learn", "signal", "forecast", "anomaly", "example");

    /** Results of these may differ in the last bit; StrictMath has the same ones exactly. */
    private static final Set<String> INEXACT = Set.of(
            "sin",
            "cos",
            "tan",
            "asin",
            "acos",
            "atan",
            "atan2",
            "sinh",
            "cosh",
            "tanh",
            "asinh",
            "acosh",
            "atanh",
            "exp",
            "expm1",
            "exp2",
            "log",
            "log1p",
            "log10",
            "log2",
            "pow",
            "cbrt",
            "hypot",
            "toradians",
            "todegrees",
            "random");

    /** What lets a JSON document choose classes. */
    private static final Set<String> POLYMORPHIC = Set.of(
            "activateDefaultTyping",
            "activateDefaultTypingAsProperty",
            "enableDefaultTyping",
            "setPolymorphicTypeValidator");

    private static final Set<String> INEXACT_OWNERS = Set.of("java.lang.Math", "jdk.incubator.vector.VectorOperators");

    private final String root;

    ArchitectureRules(String root) {
        this.root = root;
    }

    /** Every rule by name. */
    Map<String, ArchRule> all() {
        Map<String, ArchRule> rules = new TreeMap<>();
        MAY_IMPORT.forEach((room, allowed) -> rules.put("imports of " + room, imports(room, allowed)));
        rules.put("known rooms", knownRooms());
        rules.put("no cycles", noCycles());
        rules.put(
                "library kafka",
                library(
                        List.of("org.apache.kafka..", "kafka.."),
                        "stream",
                        "trainer",
                        "alert",
                        "wire",
                        "config",
                        "app"));
        rules.put("library micrometer", library(List.of("io.micrometer.."), "metrics", "http", "app"));
        rules.put(
                "library jackson",
                library(List.of("com.fasterxml.jackson.."), "wire", "config", "http", "backtest", "example"));
        rules.put(
                "library protobuf",
                library(
                        List.of("com.google.protobuf..", "org.apache.avro..", "com.dynatrace..", "com.datadoghq.."),
                        "wire"));
        rules.put("library ejml", library(List.of("org.ejml.."), "nn", "learn", "forecast"));
        rules.put("library vector", library(List.of("jdk.incubator.vector.."), "nn.kernel"));
        rules.put("exact mathematics", exactMathematics());
        rules.put("no Java serialisation", noJavaSerialisation());
        rules.put("no polymorphic JSON", noPolymorphicJson());
        rules.put("one KafkaStreams", oneKafkaStreams());
        rules.put("one main", oneMain());
        rules.put("package-info", packageInfo());
        return rules;
    }

    private static Map<String, Set<String>> mayImport() {
        Map<String, Set<String>> rooms = new LinkedHashMap<>();
        rooms.put("nn", Set.of());
        rooms.put("learn", Set.of("nn", "signal"));
        rooms.put("signal", Set.of());
        rooms.put("forecast", Set.of("nn", "signal"));
        rooms.put("anomaly", Set.of("nn", "signal", "forecast"));
        rooms.put("alert", Set.of("anomaly", "wire", "config", "metrics"));
        rooms.put("wire", Set.of("nn", "signal", "forecast", "anomaly"));
        rooms.put("stream", Set.of("signal", "forecast", "anomaly", "wire", "config", "metrics"));
        rooms.put("trainer", Set.of("nn", "learn", "wire", "config", "metrics"));
        rooms.put("config", Set.of());
        rooms.put("metrics", Set.of());
        rooms.put("http", Set.of("stream", "metrics", "wire"));
        rooms.put("backtest", Set.of("nn", "signal", "forecast", "anomaly", "learn", "wire"));
        rooms.put("example", Set.of("nn", "learn"));
        rooms.put("app", Set.copyOf(rooms.keySet()));
        return rooms;
    }

    private ArchRule imports(String room, Set<String> allowed) {
        String[] inside =
                Stream.concat(Stream.of(room), allowed.stream()).map(this::room).toArray(String[]::new);
        return noClasses()
                .that()
                .resideInAPackage(room(room))
                .should()
                .dependOnClassesThat(resideInAnyPackage(root + "..").and(resideOutsideOfPackages(inside)))
                .as(room + " may import " + (allowed.isEmpty() ? "no other room" : String.join(", ", allowed)))
                .allowEmptyShould(true);
    }

    private ArchRule knownRooms() {
        return classes()
                .that()
                .resideInAPackage(root + "..")
                .should()
                .resideInAnyPackage(MAY_IMPORT.keySet().stream().map(this::room).toArray(String[]::new))
                .as("every class lives in a room of the table")
                .allowEmptyShould(true);
    }

    private ArchRule noCycles() {
        return slices().matching(root + ".(*)..")
                .should()
                .beFreeOfCycles()
                .as("rooms are free of cycles")
                .allowEmptyShould(true);
    }

    private ArchRule library(List<String> packages, String... rooms) {
        return noClasses()
                .that()
                .resideInAPackage(root + "..")
                .and()
                .resideOutsideOfPackages(Stream.of(rooms).map(this::room).toArray(String[]::new))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(packages.toArray(String[]::new))
                .as(String.join(", ", packages) + " only in " + String.join(", ", rooms))
                .allowEmptyShould(true);
    }

    /** Method references count as calls; so do the lane-wise forms of the vector operators. */
    private ArchRule exactMathematics() {
        return noClasses()
                .that()
                .resideInAnyPackage(DETERMINISTIC.stream().map(this::room).toArray(String[]::new))
                .should()
                .accessTargetWhere(DescribedPredicate.describe(
                        "inexact function",
                        (JavaAccess<?> access) -> isInexact(
                                access.getTargetOwner().getName(),
                                access.getTarget().getName())))
                .as("mathematics that may differ in the last bit is not used in " + String.join(", ", DETERMINISTIC))
                .allowEmptyShould(true);
    }

    static boolean isInexact(String owner, String member) {
        return INEXACT_OWNERS.contains(owner) && INEXACT.contains(member.toLowerCase(Locale.ROOT));
    }

    private ArchRule noJavaSerialisation() {
        return noClasses()
                .that()
                .resideInAPackage(root + "..")
                .should()
                .dependOnClassesThat()
                .haveNameMatching("java\\.io\\.(Object(Input|Output)Stream.*|ObjectInput|ObjectOutput|Externalizable)")
                .as("objects are neither written nor read by Java serialisation")
                .allowEmptyShould(true);
    }

    private ArchRule noPolymorphicJson() {
        return noClasses()
                .that()
                .resideInAPackage(root + "..")
                .should()
                .accessTargetWhere(DescribedPredicate.describe(
                        "default typing",
                        (JavaAccess<?> access) ->
                                POLYMORPHIC.contains(access.getTarget().getName())))
                .orShould()
                .dependOnClassesThat()
                .haveNameMatching("com\\.fasterxml\\.jackson\\.(annotation\\.JsonTypeInfo.*|databind\\.jsontype\\..*)")
                .as("JSON never names the class that it becomes")
                .allowEmptyShould(true);
    }

    private ArchRule oneKafkaStreams() {
        return noClasses()
                .that()
                .resideInAPackage(root + "..")
                .and()
                .resideOutsideOfPackage(room("app"))
                .should()
                .accessTargetWhere(DescribedPredicate.describe(
                        "new KafkaStreams",
                        (JavaAccess<?> access) ->
                                access.getTargetOwner().getName().equals("org.apache.kafka.streams.KafkaStreams")
                                        && access.getTarget().getName().equals("<init>")))
                .as("only app makes a KafkaStreams")
                .allowEmptyShould(true);
    }

    private ArchRule oneMain() {
        return noMethods()
                .that()
                .haveName("main")
                .and()
                .areStatic()
                .should()
                .beDeclaredInClassesThat(resideInAnyPackage(root + "..").and(resideOutsideOfPackages(room("app"))))
                .as("only app has a main method")
                .allowEmptyShould(true);
    }

    private ArchRule packageInfo() {
        return classes()
                .that()
                .resideInAPackage(root + "..")
                .should(haveADescribedPackage())
                .as("every package says in its package-info what lives there, and is null-marked")
                .allowEmptyShould(true);
    }

    private static ArchCondition<JavaClass> haveADescribedPackage() {
        return new ArchCondition<>("live in a package with a null-marked package-info") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                boolean described = type.getPackage()
                        .tryGetAnnotationOfType(NullMarked.class)
                        .isPresent();
                events.add(new SimpleConditionEvent(
                        type, described, type.getPackageName() + " has no null-marked package-info"));
            }
        };
    }

    /** A room with everything below it. */
    private String room(String name) {
        return root + "." + name + "..";
    }
}
