package io.freshet.transforms.table.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.transforms.table.change.BadChangeException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Flat messages as Canal's documentation describes them. */
class CanalTest {

    private static final String TYPES =
            "{\"id\":\"bigint(20)\",\"name\":\"varchar(255)\",\"price\":\"decimal(10,2)\",\"sold\":\"datetime(3)\"}";

    @ParameterizedTest
    @EnumSource(names = {"DETECT", "CANAL"})
    void decode_severalRows_areAsManyTypedChanges(TableFormat format) {
        ChangeCodec codec = Told.codec(format, "name", "price", "sold");
        String rows = "[{\"id\":\"7\",\"name\":\"cup\",\"price\":\"2.50\",\"sold\":\"2024-02-29 12:30:00.123\"},"
                + "{\"id\":\"8\",\"name\":null,\"price\":\"10.00\",\"sold\":\"0000-00-00 00:00:00\"}]";

        assertThat(Told.by(codec, null, message("INSERT", rows, "null", TYPES)))
                .containsExactly(
                        "7 = {name string?='cup', price bytes:Decimal2?=2.50,"
                                + " sold int64:Timestamp?=2024-02-29T12:30:00.123Z} @1700000000123",
                        "8 = {name string?=null, price bytes:Decimal2?=10.00, sold int64:Timestamp?=null}"
                                + " @1700000000123");
        assertThat(Told.by(codec, "whatever", message("DELETE", rows, "null", TYPES)))
                .containsExactly("7 deleted @1700000000123", "8 deleted @1700000000123");
    }

    @Test
    void decode_withoutTypesOrRaw_keepsText() {
        String rows = "[{\"id\":\"7\",\"name\":\"cup\"}]";
        ChangeCodec raw = new Codecs(TableFormat.CANAL, TableTypes.RAW, null, null, List.of()).codec();

        assertThat(Told.by(Told.codec(TableFormat.CANAL), null, message("INSERT", rows, "null", "null")))
                .containsExactly("7 = {id='7', name='cup'} @1700000000123");
        assertThat(Told.by(raw, null, message("INSERT", rows, "null", TYPES)))
                .containsExactly("7 = {id='7', name='cup'} @1700000000123");
    }

    @Test
    void decode_updateOfThePrimaryKey_deletesTheOldRow() {
        assertThat(Told.by(
                        Told.codec(TableFormat.DETECT, "name"),
                        null,
                        message(
                                "UPDATE",
                                "[{\"id\":\"7\",\"name\":\"mug\"},{\"id\":\"9\",\"name\":\"pot\"}]",
                                "[{\"id\":\"6\"},{\"name\":\"pan\"}]",
                                TYPES)))
                .containsExactly(
                        "6 deleted @1700000000123",
                        "7 = {name string?='mug'} @1700000000123",
                        "9 = {name string?='pot'} @1700000000123");
    }

    @ParameterizedTest
    @CsvSource({"TRUNCATE, truncated @1700000000123", "CREATE,", "ALTER,", "ERASE,", "QUERY,"})
    void decode_changeOfTheTable_isATruncationOrNothing(String type, String expected) {
        String message = message(type, "null", "null", "null").replace("false", "true");

        List<String> told = expected == null ? List.of() : List.of(expected);
        assertThat(Told.by(Told.codec(TableFormat.DETECT), null, message)).isEqualTo(told);
        assertThat(Told.by(Told.codec(TableFormat.CANAL), null, message)).isEqualTo(told);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "tinyint(1); 1; int32?=1",
                "year(4); 2024; int32?=2024",
                "int(11); -5; int32?=-5",
                "int(10) unsigned; 4294967295; int64?=4294967295",
                "BIGINT; -9223372036854775808; int64?=-9223372036854775808",
                "bigint(20) unsigned; 18446744073709551615; bytes:Decimal0?=18446744073709551615",
                "double; 1.5e3; float64?=Double 1500.0",
                "decimal(5,1); 7.5; bytes:Decimal1?=7.5",
                "date; 2024-02-29; int32:Date?=2024-02-29T00:00:00Z",
                "timestamp; 2024-02-29 01:02:03; int64:Timestamp?=2024-02-29T01:02:03Z",
                "time; -838:59:59; string?='-838:59:59'",
                "varbinary(10); \u00ff\u0001a; bytes?=0xff0161",
                "json; {}; string?='{}'",
                "enum('a','b'); 2; string?='2'",
            })
    void decode_valueOfAType_isReadFromItsText(String type, String text, String expected) {
        String types = "{\"id\":\"bigint\",\"x\":\"" + type + "\"}";
        String rows = "[{\"id\":\"7\",\"x\":\"" + text.replace("\u0001", "\\u0001") + "\"}]";

        assertThat(Told.by(Told.codec(TableFormat.CANAL, "x"), null, message("INSERT", rows, "null", types)))
                .containsExactly("7 = {x " + expected + "} @1700000000123");
    }

    @ParameterizedTest
    @ValueSource(strings = {"int(11)", "decimal(5,1)", "date", "double", "datetime"})
    void decode_textThatIsNoValueOfItsType_isABadChange(String type) {
        String types = "{\"id\":\"bigint\",\"x\":\"" + type + "\"}";

        assertThatThrownBy(() -> Told.by(
                        Told.codec(TableFormat.CANAL),
                        null,
                        message("INSERT", "[{\"id\":\"7\",\"x\":\"secret\"}]", "null", types)))
                .isInstanceOf(BadChangeException.class)
                .hasMessage("airports-2@17: Column 'x': Expecting a value that fits its type. Found: another text");
    }

    @Test
    void decode_rowWithoutKeyOrNoValue_isABadChange() {
        assertThatThrownBy(() -> Told.by(
                        Told.codec(TableFormat.DETECT),
                        null,
                        message("INSERT", "[{\"id\":\"7\"}]", "null", TYPES).replace("[\"id\"]", "null")))
                .isInstanceOf(BadChangeException.class)
                .hasMessage("airports-2@17: Expecting the key's columns in 'pkNames'. Found: none");
        assertThatThrownBy(() -> Told.by(Told.codec(TableFormat.CANAL), "7", null))
                .hasMessage("airports-2@17: Expecting Canal's message. Found: no value");
    }

    private static String message(String type, String data, String old, String mysqlTypes) {
        return "{\"data\":" + data + ",\"database\":\"shop\",\"es\":1700000000123,\"id\":9,\"isDdl\":false,"
                + "\"mysqlType\":" + mysqlTypes + ",\"old\":" + old
                + ",\"pkNames\":[\"id\"],\"sql\":\"\",\"sqlType\":{\"id\":-5,\"name\":12},\"table\":\"items\","
                + "\"ts\":1700000000999,\"type\":\"" + type + "\"}";
    }
}
