package io.freshet.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.freshet.local.ConnectWorker;
import io.freshet.local.Freshet;
import io.freshet.local.KafkaBroker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** What is wrong with an expression is shown at its setting and its place before there is a connector. */
class ExpressionErrorsIT {

    private static final String CONNECTOR = "io.freshet.connect.topic.TopicSourceConnector";

    /** Expressions with a mark before the place that is wrong, a tab, and a part of what is said of it. */
    private static final Path ERRORS = Path.of("../../transforms/src/test/resources/expression-errors.tsv");

    private static final char MARK = '‸';

    private static KafkaBroker broker;
    private static ConnectWorker worker;

    @BeforeAll
    static void start(@TempDir(cleanup = CleanupMode.ON_SUCCESS) Path folder) {
        broker = KafkaBroker.builder().start();
        worker = ConnectWorker.builder(broker.bootstrapServers())
                .folder(folder.resolve("worker"))
                .plugins(Freshet.unpackArchive(folder.resolve("plugins")))
                .start();
    }

    @AfterAll
    static void stop() {
        worker.close();
        broker.close();
    }

    @Test
    void validate_oneHundredWrongExpressions_eachIsShownAtItsPlace() throws IOException {
        List<String> errors = Files.readAllLines(ERRORS);
        assertThat(errors).hasSizeGreaterThanOrEqualTo(100);
        SoftAssertions all = new SoftAssertions();
        for (String error : errors) {
            String[] parts = error.split("\t", 2);
            String marked = parts[0].replace("\\n", "\n");
            JsonNode answer = validated("condition", marked.replace(String.valueOf(MARK), ""));
            all.assertThat(wrongSettings(answer)).as(marked).containsExactly("transforms.t.condition");
            all.assertThat(errorAt(answer, "transforms.t.condition"))
                    .as(marked)
                    .contains(": " + place(marked) + ": ", parts[1])
                    .endsWith(caret(marked));
        }
        all.assertAll();
    }

    @Test
    void validate_expressionsOfSeveral_arePlacedInTheWholeSetting() {
        assertThat(errorAt(
                        validated(
                                "io.freshet.transforms.derive.Derive$Value",
                                "fields",
                                "late = value.delay > 15; hours = value.delay / "),
                        "transforms.t.fields"))
                .contains("line 1, column 47: ");
        assertThat(errorAt(
                        validated(
                                "io.freshet.transforms.route.Route$Record",
                                "cases",
                                "late = value.delay > 15; other = topic"),
                        "transforms.t.cases"))
                .contains("line 1, column 34: Expecting a bool. Found: string");
    }

    @Test
    void validate_conditionOfTheTableSink_isShownAtItsPlace() {
        JsonNode answer = worker.connectors()
                .validate(
                        "io.freshet.connect.table.TableSinkConnector",
                        Map.of(
                                "topics", "flights",
                                "jdbc.url", "jdbc:h2:mem:flights",
                                "delete.when", "has(value.gone) && gone"));

        assertThat(errorAt(answer, "delete.when")).contains("line 1, column 20: 'gone' is not known");
    }

    @Test
    void put_connectorWithAWrongExpression_isRefusedAndLeavesNothing() {
        Map<String, String> settings =
                settings("io.freshet.transforms.filter.Filter$Record", "condition", "delay > 60");

        assertThatThrownBy(() -> worker.connectors().put("wrong", settings))
                .hasMessageContaining("400")
                .hasMessageContaining("line 1, column 1: 'delay' is not known");

        assertThat(worker.connectors().get("/connectors")).isEmpty();
    }

    private static JsonNode validated(String setting, String text) {
        return validated("io.freshet.transforms.filter.Filter$Record", setting, text);
    }

    private static JsonNode validated(String type, String setting, String text) {
        return worker.connectors().validate(CONNECTOR, settings(type, setting, text));
    }

    private static Map<String, String> settings(String type, String setting, String text) {
        Map<String, String> settings = new HashMap<>();
        settings.put("connector.class", CONNECTOR);
        settings.put("source.bootstrap.servers", broker.bootstrapServers());
        settings.put("topics", "flights");
        settings.put("transforms", "t");
        settings.put("transforms.t.type", type);
        settings.put("transforms.t." + setting, text);
        return settings;
    }

    /** Of the transformation. */
    private static List<String> wrongSettings(JsonNode answer) {
        return StreamSupport.stream(answer.path("configs").spliterator(), false)
                .map(config -> config.path("value"))
                .filter(value -> !value.path("errors").isEmpty())
                .map(value -> value.path("name").asText())
                .filter(name -> name.startsWith("transforms."))
                .toList();
    }

    private static String errorAt(JsonNode answer, String setting) {
        return StreamSupport.stream(answer.path("configs").spliterator(), false)
                .map(config -> config.path("value"))
                .filter(value -> value.path("name").asText().equals(setting))
                .map(value -> value.path("errors").path(0).asText())
                .findFirst()
                .orElse("");
    }

    private static String place(String marked) {
        String before = marked.substring(0, marked.indexOf(MARK));
        return "line " + before.split("\n", -1).length + ", column " + (before.length() - before.lastIndexOf('\n'));
    }

    private static String caret(String marked) {
        int mark = marked.indexOf(MARK);
        int start = marked.lastIndexOf('\n', mark) + 1;
        int end = marked.indexOf('\n', mark);
        String line = marked.substring(start, end < 0 ? marked.length() : end).replace(String.valueOf(MARK), "");
        return "\n  " + line + "\n  " + " ".repeat(mark - start) + "^";
    }
}
