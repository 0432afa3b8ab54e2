package io.streamgauge.config;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A YAML file as dotted keys with the lines they stand on. */
final class YamlFile {
    private static final StreamReadConstraints LIMITS = StreamReadConstraints.builder()
            .maxNestingDepth(8)
            .maxNameLength(256)
            .maxStringLength(4096)
            .maxNumberLength(64)
            .maxTokenCount(10_000)
            .maxDocumentLength(1 << 20)
            .build();

    /** How the parser's message names the place of a problem. */
    private static final Pattern MARK = Pattern.compile("^in '.*', line (\\d+), column (\\d+)");

    private final Path file;
    private final List<String> problems;
    private final Map<String, Raw> raws = new LinkedHashMap<>();

    private YamlFile(Path file, List<String> problems) {
        this.file = file;
        this.problems = problems;
    }

    static Map<String, Raw> read(Path file, List<String> problems) {
        YamlFile reader = new YamlFile(file, problems);
        String text = TextFile.read(file);
        YAMLFactory factory =
                YAMLFactory.builder().streamReadConstraints(LIMITS).build();
        try (YAMLParser parser = factory.createParser(text)) {
            reader.document(parser);
        } catch (StreamConstraintsException tooMuch) {
            throw new ConfigError(file + ": too deep or too large for a topology file: " + problem(tooMuch));
        } catch (JsonProcessingException malformed) {
            throw new ConfigError(file + position(malformed) + ": not valid YAML: " + problem(malformed));
        } catch (IOException impossible) {
            throw new ConfigError(file + ": cannot be read: " + impossible.getMessage());
        }
        return reader.raws;
    }

    private void document(YAMLParser parser) throws IOException {
        JsonToken first = parser.nextToken();
        if (first == null) {
            throw new ConfigError(file + ": the file is empty, expected keys and values");
        }
        if (first != JsonToken.START_OBJECT) {
            throw new ConfigError(where(parser) + ": found " + shape(first) + ", expected keys and values");
        }
        object(parser, "");
        if (parser.nextToken() != null) {
            throw new ConfigError(where(parser) + ": found a second document, expected one");
        }
    }

    private void object(YAMLParser parser, String prefix) throws IOException {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String key = prefix + parser.currentName();
            String where = where(parser);
            JsonToken value = parser.nextToken();
            if (value == JsonToken.START_OBJECT) {
                object(parser, key + ".");
                continue;
            }
            Raw raw = value == JsonToken.START_ARRAY ? list(parser, key, where) : scalar(parser, where);
            Raw earlier = raws.putIfAbsent(key, raw);
            if (earlier != null) {
                problems.add(where + ": key '" + key + "' stands a second time, first at " + earlier.where());
            }
        }
    }

    private Raw scalar(YAMLParser parser, String where) throws IOException {
        if (parser.isCurrentAlias()) {
            throw new ConfigError(where + ": found a YAML alias, expected a plain value");
        }
        return parser.currentToken() == JsonToken.VALUE_NULL
                ? new Raw(where, List.of(), false)
                : Raw.scalar(where, parser.getText());
    }

    private Raw list(YAMLParser parser, String key, String where) throws IOException {
        List<String> items = new ArrayList<>();
        boolean nested = false;
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (parser.currentToken().isScalarValue()) {
                items.add(scalar(parser, where).text());
            } else {
                nested = true;
                parser.skipChildren();
            }
        }
        if (nested) {
            problems.add(where + ": " + key + ": found a list with sections or lists inside, expected plain values");
        }
        return new Raw(where, List.copyOf(items), true);
    }

    private static String shape(JsonToken token) {
        return token == JsonToken.START_ARRAY ? "a list" : "a single value";
    }

    private String where(YAMLParser parser) {
        return file + ":" + parser.currentTokenLocation().getLineNr();
    }

    private static String position(JsonProcessingException malformed) {
        String position = "";
        for (String line : lines(malformed)) {
            Matcher mark = MARK.matcher(line);
            position = mark.find() ? ":" + mark.group(1) + ":" + mark.group(2) : position;
        }
        JsonLocation token = malformed.getLocation();
        return position.isEmpty() && token != null ? ":" + token.getLineNr() + ":" + token.getColumnNr() : position;
    }

    /** The problem in the parser's words: the line above the last one that says where it is. */
    private static String problem(JsonProcessingException malformed) {
        List<String> lines = lines(malformed);
        int problem = 0;
        for (int i = 1; i < lines.size(); i++) {
            problem = MARK.matcher(lines.get(i)).find() ? i - 1 : problem;
        }
        return lines.get(problem).replaceFirst(", got this instead.*", "");
    }

    private static List<String> lines(JsonProcessingException malformed) {
        String text = malformed.getCause() instanceof JsonProcessingException cause
                ? cause.getOriginalMessage()
                : malformed.getOriginalMessage();
        return text.lines().map(String::strip).toList();
    }
}
