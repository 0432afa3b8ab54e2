package io.streamgauge.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CsvSourceTest {
    private static final CsvSource.Options DETECT = CsvSource.Options.detect();

    @TempDir
    private Path folder;

    @Test
    void shouldGiveOneEventPerRowUnderTheFilesName() throws IOException {
        Path file = write("timestamp,value\n2014-07-01 00:00:00,10844\n2014-07-01 00:30:00,8127.5\n");
        assertThat(read(file, DETECT))
                .containsExactly(
                        event("data", "2014-07-01T00:00:00Z", "2014-07-01 00:00:00", 10844),
                        event("data", "2014-07-01T00:30:00Z", "2014-07-01 00:30:00", 8127.5));
    }

    @Test
    void shouldMakeEveryNumericColumnAKeyWhenMelted() throws IOException {
        Path file = write("date,a,note,b\n1990/1/1 0:00,1,x,2\n1990/1/2 0:00,3,y,4\n");
        assertThat(read(file, DETECT.melted()))
                .extracting(SourceEvent::key, SourceEvent::value)
                .containsExactly(tuple("a", 1.0), tuple("b", 2.0), tuple("a", 3.0), tuple("b", 4.0));
    }

    @ParameterizedTest
    @ValueSource(strings = {",", ";", "\t"})
    void shouldFindTheSeparator(String separator) throws IOException {
        Path file = write("time|flow\n2020-02-08|1\n2020-02-09|2\n".replace("|", separator));
        assertThat(read(file, DETECT)).extracting(SourceEvent::value).containsExactly(1.0, 2.0);
    }

    @Test
    void shouldNotTakeACommaInAHeaderForTheSeparator() throws IOException {
        Path file = write("time;flow, in litres, per hour\n2020-02-08;1\n");
        assertThat(read(file, DETECT.melted()))
                .extracting(SourceEvent::key)
                .containsExactly("flow, in litres, per hour");
    }

    @Test
    void shouldTakeAnotherSeparatorWhereItIsNamed() throws IOException {
        Path file = write("time|flow\n2020-02-08|1\n");
        assertThat(read(file, DETECT.withSeparator('|'))).hasSize(1);
    }

    @Test
    void shouldFindTheTimeColumnWhereverItStands() throws IOException {
        assertThat(read(write("value,when\n1404172800,2020-02-08\n"), DETECT))
                .containsExactly(event("data", "2020-02-08T00:00:00Z", "2020-02-08", 1404172800));
        assertThat(read(write("born,value,time\n1970-01-01,1,2020-02-08\n"), DETECT))
                .containsExactly(event("data", "2020-02-08T00:00:00Z", "2020-02-08", 1));
        assertThat(read(write("value,ts\n1404172800,1404172801\n"), DETECT))
                .containsExactly(event("data", "2014-07-01T00:00:01Z", "1404172801", 1404172800));
    }

    @Test
    void shouldTakeTheColumnsThatAreNamed() throws IOException {
        Path file = write("start,end,a,b\n2020-01-01,2020-01-02,1,2\n");
        assertThat(read(file, DETECT.withTimeColumn("end").withTargets(List.of("b"))))
                .containsExactly(event("data", "2020-01-02T00:00:00Z", "2020-01-02", 2));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "n/a", "NaN", "Infinity", "1e999", "0x10", "1d", "1,5"})
    void shouldSkipAndCountACellThatIsNotANumber(String cell) throws IOException {
        Path file = write("time;a;b\n2020-01-01;1;5\n2020-01-02;" + cell + ";6\n2020-01-03;3;7\n");
        try (CsvSource source = CsvSource.open(file, DETECT.melted())) {
            List<SourceEvent> events = new ArrayList<>();
            source.forEachRemaining(events::add);
            assertThat(events).extracting(SourceEvent::value).containsExactly(1.0, 5.0, 6.0, 3.0, 7.0);
            assertThat(source.skippedCells()).isEqualTo(1);
            assertThat(source.rowsRead()).isEqualTo(source.rows()).isEqualTo(3);
        }
    }

    @Test
    void shouldSkipAndCountTheMissingEndOfAShortRow() throws IOException {
        try (CsvSource source = CsvSource.open(write("time,a\n2020-01-01,1\n2020-01-02\n"), DETECT)) {
            source.forEachRemaining(event -> {});
            assertThat(source.skippedCells()).isEqualTo(1);
        }
    }

    @Test
    void shouldReadQuotesWindowsLinesEmptyLinesAndAByteOrderMark() throws IOException {
        Path file = write("\uFEFF\"time\",\"value\"\r\n\r\n\"2020-01-01\",\"1\"\r\n2020-01-02, 2 \r\n\r\n");
        assertThat(read(file, DETECT)).extracting(SourceEvent::value).containsExactly(1.0, 2.0);
    }

    @Test
    void shouldLeaveOutTheUnnamedColumnOfRowNumbers() throws IOException {
        assertThat(read(write(",time,a\n0,2020-01-01,5\n1,2020-01-02,6\n"), DETECT))
                .extracting(SourceEvent::value)
                .containsExactly(5.0, 6.0);
    }

    @ParameterizedTest
    @MethodSource("badFiles")
    void shouldSayInOneLineWhatIsWrong(String text, CsvSource.Options options, String problem) throws IOException {
        Path file = write(text);
        InputFileError error = catchThrowableOfType(InputFileError.class, () -> read(file, options));
        assertThat(error).as("must be refused").hasMessage(problem.replace("FILE", file.toString()));
    }

    static Stream<Arguments> badFiles() {
        return Stream.of(
                Arguments.of("", DETECT, "FILE: the file is empty, expected a line of column names and rows below it"),
                Arguments.of(
                        "\n\n", DETECT, "FILE: the file is empty, expected a line of column names and rows below it"),
                Arguments.of("time,value\n", DETECT, "FILE: found column names and no rows below them"),
                Arguments.of(
                        "2020-01-01,1\n2020-01-02,2\n",
                        DETECT,
                        "FILE:1: found '2020-01-01', expected a line of column names"),
                Arguments.of("time,a,a\n2020-01-01,1,2\n", DETECT, "FILE:1: column 'a' stands twice"),
                Arguments.of(
                        "timestamp,value\n2020-01-01,1\n",
                        DETECT.withTimeColumn("ts"),
                        "FILE: no column 'ts'; columns are timestamp,value"),
                Arguments.of(
                        "timestamp,value\n2020-01-01,1\n",
                        DETECT.withTargets(List.of("load")),
                        "FILE: no column 'load'; columns are timestamp,value"),
                Arguments.of(
                        "timestamp,value\n2020-01-01,1\n",
                        DETECT.withTargets(List.of("timestamp")),
                        "FILE: column 'timestamp' is the time, expected a numeric column"),
                Arguments.of(
                        "timestamp,value,note\n2020-01-01,1,x\n",
                        DETECT.withTargets(List.of("note")),
                        "FILE: column 'note' holds no number"),
                Arguments.of(
                        "a,b\n1,2\n",
                        DETECT,
                        "FILE: no time column found among a,b; name it with --time-column, expected "
                                + TimeText.EXPECTED),
                Arguments.of("time,b\n2020-01-01,x\n", DETECT, "FILE: no numeric column found among time,b"),
                Arguments.of(
                        "time,a,b\n2020-01-01,1,2\n",
                        DETECT,
                        "FILE: found 2 numeric columns (a,b), expected 1; choose one with --targets, or make each a key"
                                + " with --melt"),
                Arguments.of(
                        "time,a\n2020-01-01,1\n2020-01-02,1\n\nsoon,2\n",
                        DETECT,
                        "FILE:5: column 'time': found 'soon', expected " + TimeText.EXPECTED),
                Arguments.of("time,a\n2020-01-01,1\n2020-01-02,1,7\n", DETECT, "FILE:3: found 3 cells, expected 2"));
    }

    @Test
    void shouldReadCovariatesWithTheValue() throws IOException {
        Path file =
                write("time,temp,v,site,promo\n2020-01-01,20,1,north,0\n2020-01-02,,2,,1\n2020-01-03,x,3,south,0\n");
        List<SourceEvent> events =
                read(file, DETECT.with(companions(1, List.of("temp", "promo"), List.of("site"), Set.of(), false)));
        assertThat(events).extracting(SourceEvent::value).containsExactly(1.0, 2.0, 3.0);
        assertThat(events)
                .extracting(SourceEvent::covariates)
                .containsExactly(new double[] {20, 0}, new double[] {Double.NaN, 1}, new double[] {Double.NaN, 0});
        assertThat(events)
                .extracting(SourceEvent::categories)
                .containsExactly(List.of("north"), List.of(""), List.of("south"));
    }

    @Test
    void shouldReadWhatIsKnownAheadFromTheNextRow() throws IOException {
        Path file = write("time,v,promo,day\n2020-01-01,1,10,a\n2020-01-02,2,20,b\n2020-01-03,3,30,c\n");
        List<SourceEvent> events =
                read(file, DETECT.with(companions(1, List.of("promo"), List.of("day"), Set.of("promo", "day"), false)));
        assertThat(events).extracting(event -> event.covariates()[0]).containsExactly(20.0, 30.0, Double.NaN);
        assertThat(events).extracting(event -> event.categories().get(0)).containsExactly("b", "c", "");
    }

    @Test
    void shouldGiveEveryMeltedKeyTheRowsCovariates() throws IOException {
        Path file = write("time,a,b,temp\n2020-01-01,1,2,20\n2020-01-02,3,4,21\n");
        List<SourceEvent> events =
                read(file, DETECT.melted().with(companions(1, List.of("temp"), List.of(), Set.of(), false)));
        assertThat(events)
                .extracting(SourceEvent::key, SourceEvent::value, event -> event.covariates()[0])
                .containsExactly(
                        tuple("a", 1.0, 20.0), tuple("b", 2.0, 20.0), tuple("a", 3.0, 21.0), tuple("b", 4.0, 21.0));
    }

    @Test
    void shouldPutSeveralTargetsIntoOneEvent() throws IOException {
        Path file = write("time,a,b\n2020-01-01,1,2\n2020-01-02,,4\n2020-01-03,,\n2020-01-04,7,x\n2020-01-05,8,9\n");
        CsvSource.Options options =
                DETECT.withTargets(List.of("b", "a")).with(companions(2, List.of(), List.of(), Set.of(), false));
        try (CsvSource source = CsvSource.open(file, options)) {
            List<SourceEvent> events = new ArrayList<>();
            source.forEachRemaining(events::add);
            assertThat(events)
                    .extracting(SourceEvent::values)
                    .containsExactly(new double[] {2, 1}, new double[] {4, Double.NaN}, new double[] {9, 8});
            assertThat(source.skippedCells()).as("an empty row and a bad one").isEqualTo(4);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "NaN", "nan", "NA", "null"})
    void shouldKeepARowWithoutAValueWhereMissingValuesAreKept(String cell) throws IOException {
        Path file = write("time,v,w\n2020-01-01,1,1\n2020-01-02," + cell + ",1\n2020-01-03,bad,1\n2020-01-04,4,1\n");
        CsvSource.Options options =
                DETECT.withTargets(List.of("v")).with(companions(1, List.of(), List.of(), Set.of(), true));
        try (CsvSource source = CsvSource.open(file, options)) {
            List<SourceEvent> events = new ArrayList<>();
            source.forEachRemaining(events::add);
            assertThat(events).extracting(SourceEvent::value).containsExactly(1.0, Double.NaN, 4.0);
            assertThat(source.skippedCells()).isEqualTo(1);
        }
    }

    @Test
    void shouldSayHowManyTargetsATopologyHas() throws IOException {
        Path file = write("time,a,b,c\n2020-01-01,1,2,3\n");
        CsvSource.Options two = DETECT.with(companions(2, List.of(), List.of(), Set.of(), false));
        String problem = file + ": found 3 numeric columns (a,b,c), expected 2, one per target of the topology and"
                + " without --melt";
        assertThat(catchThrowableOfType(InputFileError.class, () -> read(file, two)))
                .hasMessage(problem);
        assertThat(catchThrowableOfType(InputFileError.class, () -> read(file, two.melted())))
                .hasMessage(problem);
        assertThat(catchThrowableOfType(
                        InputFileError.class,
                        () -> read(file, DETECT.with(companions(1, List.of("temp"), List.of(), Set.of(), false)))))
                .hasMessage(file + ": no column 'temp'; columns are time,a,b,c");
    }

    private static CsvSource.Companions companions(
            int targets, List<String> covariates, List<String> categories, Set<String> knownAhead, boolean keeps) {
        return new CsvSource.Companions(targets, covariates, categories, knownAhead, keeps);
    }

    @Test
    void shouldSayThatAFileIsMissingOrAFolder() {
        Path missing = folder.resolve("none.csv");
        assertThat(catchThrowableOfType(InputFileError.class, () -> read(missing, DETECT)))
                .hasMessage(missing + ": no such file");
        assertThat(catchThrowableOfType(InputFileError.class, () -> read(folder, DETECT)))
                .hasMessage(folder + ": is not a file");
    }

    @Test
    void shouldRefuseBytesThatAreNotText() throws IOException {
        Path file = folder.resolve("data.csv");
        Files.write(file, "time,größe\n2020-01-01,1\n".getBytes(StandardCharsets.ISO_8859_1));
        assertThat(catchThrowableOfType(InputFileError.class, () -> read(file, DETECT)))
                .hasMessage(file + ": found bytes that are not UTF-8, expected a text file");
        assertThat(catchThrowableOfType(InputFileError.class, () -> read(file, DETECT.withSeparator(','))))
                .hasMessage(file + ": found bytes that are not UTF-8, expected a text file");
    }

    @Test
    void shouldRefuseAQuoteThatIsNeverClosed() throws IOException {
        Path file = write("time,a\n2020-01-01,\"1\n2020-01-02,2\n");
        assertThat(catchThrowableOfType(InputFileError.class, () -> read(file, DETECT)))
                .hasMessageStartingWith(file + ":")
                .hasMessageContaining("not readable as CSV")
                .hasMessageNotContaining("\n");
    }

    private Path write(String text) throws IOException {
        return Files.writeString(folder.resolve("data.csv"), text);
    }

    private static List<SourceEvent> read(Path file, CsvSource.Options options) {
        try (CsvSource source = CsvSource.open(file, options)) {
            List<SourceEvent> events = new ArrayList<>();
            source.forEachRemaining(events::add);
            return events;
        }
    }

    private static SourceEvent event(String key, String time, String text, double value) {
        return new SourceEvent(key, Instant.parse(time).toEpochMilli(), text, value);
    }
}
