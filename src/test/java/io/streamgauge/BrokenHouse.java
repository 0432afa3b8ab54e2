package io.streamgauge;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/**
 * A house with the rooms of ours in which every rule is broken by one class, and kept by the classes called Innocent.
 *
 * <p>It is compiled when needed, so that no forbidden import stands in the project, and so that a class can use the
 * incubating vector module.
 */
final class BrokenHouse {
    static final String ROOT = "broken";

    /** For each room one that it may not import. */
    private static final List<String> FORBIDDEN_IMPORTS = List.of(
            "nn>signal",
            "learn>forecast",
            "signal>nn",
            "forecast>anomaly",
            "anomaly>wire",
            "alert>stream",
            "wire>stream",
            "stream>learn",
            "trainer>stream",
            "config>metrics",
            "metrics>config",
            "http>trainer",
            "backtest>stream",
            "example>wire",
            "app>attic");

    private BrokenHouse() {}

    /** Rule to the class that breaks it. */
    static Map<String, String> offenders() {
        Map<String, String> offenders = new LinkedHashMap<>();
        for (String pair : FORBIDDEN_IMPORTS) {
            String room = from(pair);
            offenders.put("imports of " + room, ROOT + "." + room + ".Imports");
        }
        offenders.put("known rooms", "broken.attic.Thing");
        offenders.put("no cycles", "nn -> ");
        offenders.put("library kafka", "broken.nn.Kafka");
        offenders.put("library micrometer", "broken.nn.Micrometer");
        offenders.put("library jackson", "broken.nn.Jackson");
        offenders.put("library protobuf", "broken.nn.Protobuf");
        offenders.put("library ejml", "broken.signal.Ejml");
        offenders.put("library vector", "broken.nn.Vectors");
        offenders.put("exact mathematics", "broken.nn.Exponential");
        offenders.put("no Java serialisation", "broken.wire.Serialised");
        offenders.put("no polymorphic JSON", "broken.wire.Polymorphic");
        offenders.put("one KafkaStreams", "broken.stream.Starter");
        offenders.put("one main", "broken.stream.Starter");
        offenders.put("package-info", "broken.attic");
        return offenders;
    }

    static JavaClasses compile(Path folder) {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        List<String> options = List.of(
                "-proc:none",
                "--add-modules",
                "jdk.incubator.vector",
                "-classpath",
                System.getProperty("java.class.path"),
                "-d",
                folder.toString());
        StringWriter messages = new StringWriter();
        if (!compiler.getTask(messages, null, null, options, null, files()).call()) {
            throw new IllegalStateException(messages.toString());
        }
        return new ClassFileImporter().importPath(folder);
    }

    private static List<JavaFileObject> files() {
        List<JavaFileObject> files = new ArrayList<>();
        for (String pair : FORBIDDEN_IMPORTS) {
            String room = from(pair);
            files.add(file(room, "package-info", "@org.jspecify.annotations.NullMarked package broken." + room + ";"));
            files.add(file(room, "Thing", "package broken." + room + "; public class Thing {}"));
            files.add(file(
                    room,
                    "Imports",
                    "package broken." + room + "; class Imports { broken." + to(pair) + ".Thing it; }"));
        }
        files.add(file("attic", "Thing", "package broken.attic; public class Thing {}"));
        files.addAll(libraries());
        files.addAll(mathematics());
        files.addAll(starters());
        files.addAll(unsafeReaders());
        return files;
    }

    private static List<JavaFileObject> libraries() {
        return List.of(
                file("nn", "Kafka", "package broken.nn; class Kafka { org.apache.kafka.common.TopicPartition it; }"),
                file("wire", "InnocentKafka", """
                        package broken.wire;
                        class InnocentKafka { org.apache.kafka.common.TopicPartition it; }
                        """),
                file("nn", "Micrometer", """
                        package broken.nn;
                        class Micrometer { io.micrometer.core.instrument.Counter it; }
                        """),
                file("nn", "Jackson", """
                        package broken.nn;
                        class Jackson { com.fasterxml.jackson.databind.JsonNode it; }
                        """),
                file("nn", "Protobuf", "package broken.nn; class Protobuf { com.google.protobuf.ByteString it; }"),
                // No such library is needed to break the rule: the name of the package decides.
                file("ejml", "DMatrix", "package org.ejml.data; public class DMatrix {}"),
                file("signal", "Ejml", "package broken.signal; class Ejml { org.ejml.data.DMatrix it; }"),
                file("nn", "Vectors", "package broken.nn; class Vectors { jdk.incubator.vector.FloatVector it; }"),
                file("nn.kernel", "package-info", """
                        @org.jspecify.annotations.NullMarked package broken.nn.kernel;
                        """),
                file("nn.kernel", "InnocentVectors", """
                        package broken.nn.kernel;
                        class InnocentVectors { jdk.incubator.vector.FloatVector it; }
                        """));
    }

    private static List<JavaFileObject> mathematics() {
        return List.of(
                file("nn", "Exponential", """
                        package broken.nn;
                        class Exponential { double of(double x) { return Math.exp(x); } }
                        """),
                file("learn", "Reference", """
                        package broken.learn;
                        class Reference { java.util.function.DoubleUnaryOperator tanh = Math::tanh; }
                        """),
                file("nn.kernel", "Lanes", """
                        package broken.nn.kernel;
                        class Lanes { Object it = jdk.incubator.vector.VectorOperators.TANH; }
                        """),
                file("nn", "InnocentMathematics", """
                        package broken.nn;
                        class InnocentMathematics {
                            double of(double x) {
                                return Math.fma(Math.sqrt(Math.abs(x)), Math.rint(x), StrictMath.exp(x));
                            }
                        }
                        """),
                file("http", "InnocentLogarithm", """
                        package broken.http;
                        class InnocentLogarithm { double of(double x) { return Math.log10(x); } }
                        """));
    }

    private static List<JavaFileObject> unsafeReaders() {
        return List.of(file("wire", "Serialised", """
                        package broken.wire;
                        class Serialised {
                            Object of(java.io.InputStream in) throws Exception {
                                return new java.io.ObjectInputStream(in).readObject();
                            }
                        }
                        """), file("wire", "Polymorphic", """
                        package broken.wire;
                        class Polymorphic {
                            @com.fasterxml.jackson.annotation.JsonTypeInfo(
                                    use = com.fasterxml.jackson.annotation.JsonTypeInfo.Id.CLASS)
                            Object it;
                        }
                        """));
    }

    private static List<JavaFileObject> starters() {
        return List.of(starter("stream", "Starter"), starter("app", "InnocentStarter"));
    }

    private static JavaFileObject starter(String room, String name) {
        return file(room, name, """
                package broken.%s;
                import org.apache.kafka.streams.KafkaStreams;
                import org.apache.kafka.streams.Topology;
                class %s {
                    public static void main(String[] arguments) {
                        new KafkaStreams(new Topology(), new java.util.Properties()).start();
                    }
                }
                """.formatted(room, name));
    }

    private static String from(String pair) {
        return pair.substring(0, pair.indexOf('>'));
    }

    private static String to(String pair) {
        return pair.substring(pair.indexOf('>') + 1);
    }

    private static JavaFileObject file(String folder, String name, String source) {
        URI place = URI.create("string:///" + folder.replace('.', '/') + "/" + name + ".java");
        return new SimpleJavaFileObject(place, JavaFileObject.Kind.SOURCE) {
            @Override
            public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                return source;
            }
        };
    }
}
