package io.freshet.transforms.table.codec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.transforms.table.change.BadChangeException;
import io.freshet.transforms.table.change.Change;
import io.freshet.transforms.table.change.RawChange;
import io.freshet.transforms.table.change.Row;
import io.freshet.transforms.table.change.RowKey;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.connect.data.Schema;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChangeCodecTest {

    private static final String KEY_SCHEMA =
            "{\"type\":\"struct\",\"fields\":[{\"type\":\"string\",\"optional\":false,\"field\":\"iata\"}],\"optional\":false}";
    private static final String ROW_FIELDS = "\"fields\":[{\"type\":\"string\",\"optional\":false,\"field\":\"iata\"},"
            + "{\"type\":\"string\",\"optional\":true,\"field\":\"city\"},"
            + "{\"type\":\"int32\",\"optional\":true,\"field\":\"runways\"}]";
    private static final String ENVELOPE_SCHEMA = "{\"type\":\"struct\",\"fields\":["
            + "{\"type\":\"struct\"," + ROW_FIELDS + ",\"optional\":true,\"field\":\"before\"},"
            + "{\"type\":\"struct\"," + ROW_FIELDS + ",\"optional\":true,\"field\":\"after\"},"
            + "{\"type\":\"struct\",\"fields\":[{\"type\":\"int64\",\"field\":\"lsn\"}],\"field\":\"source\"},"
            + "{\"type\":\"string\",\"field\":\"op\"}],\"name\":\"a.b.Envelope\"}";
    private static final String JFK = "{\"iata\":\"JFK\",\"city\":\"New York\",\"runways\":4}";

    @ParameterizedTest
    @ValueSource(strings = {"c", "r", "u"})
    void decode_envelopeWithoutSchema_isAnUpsert(String op) {
        assertThat(decode(TableFormat.DETECT, "{\"iata\":\"JFK\"}", envelope(op, JFK)))
                .containsExactly("JFK={city=New York}");
        assertThat(decode(TableFormat.DEBEZIUM, "{\"iata\":\"JFK\"}", envelope(op, JFK)))
                .containsExactly("JFK={city=New York}");
    }

    @Test
    void decode_envelopeWithSchema_isATypedUpsert() {
        List<Change> changes = changes(
                codec(TableFormat.DETECT, "runways", "city"),
                wrap(KEY_SCHEMA, "{\"iata\":\"JFK\"}"),
                wrap(ENVELOPE_SCHEMA, "{\"before\":null,\"after\":" + JFK + ",\"source\":{\"lsn\":7},\"op\":\"c\"}"));

        assertThat(changes).hasSize(1);
        Change.Upsert upsert = (Change.Upsert) changes.get(0);
        assertThat(upsert.key()).isEqualTo(RowKey.of("JFK"));
        Row row = upsert.row();
        assertThat(row.columns().names()).containsExactly("city", "runways");
        assertThat(row.columns().schema(1)).isEqualTo(Schema.OPTIONAL_INT32_SCHEMA);
        assertThat(row.value(0)).isEqualTo("New York");
        assertThat(row.value(1)).isEqualTo(4);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "CANAL")
    void decode_tombstone_isADelete(TableFormat format) {
        assertThat(decode(format, "{\"iata\":\"JFK\"}", null)).containsExactly("JFK deleted");
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "{\"iata\":\"JFK\"}"})
    void decode_deleteWithAndWithoutBefore_isADelete(String before) {
        String event = "{\"before\":" + before + ",\"after\":null,\"source\":{},\"op\":\"d\"}";

        assertThat(decode(TableFormat.DETECT, "{\"iata\":\"JFK\"}", event)).containsExactly("JFK deleted");
    }

    @Test
    void decode_truncateAndLogMessage_areWhatTheyAre() {
        assertThat(decode(TableFormat.DETECT, null, "{\"before\":null,\"after\":null,\"source\":{},\"op\":\"t\"}"))
                .containsExactly("truncated");
        assertThat(decode(TableFormat.DEBEZIUM, "{\"prefix\":\"p\"}", "{\"op\":\"m\",\"message\":{\"prefix\":\"p\"}}"))
                .isEmpty();
    }

    @Test
    void decode_plainRow_isAnUpsert() {
        assertThat(decode(TableFormat.DETECT, "JFK", JFK)).containsExactly("JFK={city=New York}");
        assertThat(decode(TableFormat.UPSERT, "JFK", JFK)).containsExactly("JFK={city=New York}");
        assertThat(changes(codec(TableFormat.DETECT), "JFK", JFK).toString()).contains("[iata, city, runways]");
    }

    @Test
    void decode_rowMarkedAsDeleted_isADelete() {
        String row = "{\"iata\":\"JFK\",\"city\":\"New York\",\"__deleted\":\"true\"}";

        assertThat(decode(TableFormat.DETECT, "JFK", row)).containsExactly("JFK deleted");
        assertThat(decode(TableFormat.DEBEZIUM_UNWRAPPED, "JFK", row)).containsExactly("JFK deleted");
        assertThat(decode(TableFormat.UPSERT, "JFK", row)).containsExactly("JFK={city=New York}");
        assertThat(decode(TableFormat.DETECT, "JFK", row.replace("true", "false")))
                .containsExactly("JFK={city=New York}");
    }

    @Test
    void decode_rowWithColumnsNamedLikeAnEnvelopes_canBeToldToBeARow() {
        String row = "{\"op\":\"x\",\"source\":{},\"after\":null,\"city\":\"New York\"}";

        assertThat(decode(TableFormat.UPSERT, "JFK", row)).containsExactly("JFK={city=New York}");
        assertThatThrownBy(() -> decode(TableFormat.DETECT, "JFK", row))
                .hasMessage("airports-2@17: Expecting one of c, r, u, d, t, m in 'op'");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "JFK                      | JFK",
                "\"JFK\"                  | JFK",
                "42                       | 42",
                "1e3                      | 1e3",
                "{\"id\":42}              | 42",
                "{\"id\":42.0}            | 42",
                "{\"schema\":{\"type\":\"string\",\"optional\":false},\"payload\":\"JFK\"} | JFK",
                "{\"schema\":null,\"payload\":{\"id\":\"JFK\"}} | JFK",
            })
    void decode_keyInAnyForm_isItsValue(String key, String expected) {
        assertThat(decode(TableFormat.UPSERT, key, JFK)).containsExactly(expected + "={city=New York}");
    }

    @Test
    void decode_compositeKey_keepsTheOrderOfItsColumns() {
        Change.Upsert upsert = (Change.Upsert)
                changes(codec(TableFormat.UPSERT), "{\"b\":1,\"a\":\"x\"}", JFK).get(0);

        assertThat(upsert.key()).isEqualTo(RowKey.of(List.of("1", "x")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            nullValues = "null",
            value = {
                "null       | {\"a\":1}              | Expecting a key in the message. Found: none",
                "{\"a\":null} | {\"a\":1}            | Expecting a value in each key column. Found: null",
                "{}         | {\"a\":1}              | Expecting at least one key column. Found: an empty object",
                "{\"a\":[1]} | {\"a\":1}             | Expecting text, a number, a boolean, a UUID, bytes or a time as a key",
                "{\"a\":    | {\"a\":1}              | Expecting JSON. Found: a JsonEOFException",
                "k          | [1]                    | Expecting a row, an object. Found: an array",
                "k          | {\"op\":\"c\",\"source\":{},\"after\":null} | Expecting a row in 'after' with op 'c'",
            })
    void decode_badMessage_namesPositionAndRule(@Nullable String key, String value, String rule) {
        assertThatThrownBy(() -> decode(TableFormat.DETECT, key, value))
                .isInstanceOf(BadChangeException.class)
                .hasMessageStartingWith("airports-2@17: ")
                .hasMessageContaining(rule);
    }

    private static String envelope(String op, String after) {
        return "{\"before\":null,\"after\":" + after + ",\"source\":{\"lsn\":7},\"op\":\"" + op + "\",\"ts_ms\":1}";
    }

    private static String wrap(String schema, String payload) {
        return "{\"schema\":" + schema + ",\"payload\":" + payload + "}";
    }

    private static List<String> decode(TableFormat format, @Nullable String key, @Nullable String value) {
        return changes(codec(format, "city"), key, value).stream()
                .map(ChangeCodecTest::text)
                .toList();
    }

    private static ChangeCodec codec(TableFormat format, String... columns) {
        return new Codecs(format, TableTypes.CONNECT, null, null, List.of(columns)).codec();
    }

    private static List<Change> changes(ChangeCodec codec, @Nullable String key, @Nullable String value) {
        List<Change> changes = new ArrayList<>();
        codec.decode(new RawChange("airports", 2, 17, 0, bytes(key), bytes(value)), changes::add);
        return changes;
    }

    private static String text(Change change) {
        if (change instanceof Change.Upsert upsert) {
            return name(upsert.key()) + "={city="
                    + upsert.row().value(upsert.row().columns().indexOf("city")) + "}";
        }
        return change instanceof Change.Delete delete ? name(delete.key()) + " deleted" : "truncated";
    }

    private static String name(RowKey key) {
        return List.of("JFK", "42", "1e3").stream()
                .filter(candidate -> RowKey.of(candidate).equals(key))
                .findFirst()
                .orElse("another");
    }

    private static byte @Nullable [] bytes(@Nullable String text) {
        return text == null ? null : text.getBytes(UTF_8);
    }
}
