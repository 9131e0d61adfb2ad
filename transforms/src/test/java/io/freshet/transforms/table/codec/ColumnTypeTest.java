package io.freshet.transforms.table.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.transforms.table.change.RowKey;
import java.util.List;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ColumnTypeTest {

    @ParameterizedTest
    @CsvSource({
        "INT32, time.Date, 19782, int32:Date?, 2024-02-29T00:00:00Z",
        "INT32, time.Date, -1, int32:Date?, 1969-12-31T00:00:00Z",
        "STRING, time.IsoDate, 2024-02-29Z, int32:Date?, 2024-02-29T00:00:00Z",
        "INT32, time.Time, 45296789, int32:Time?, 1970-01-01T12:34:56.789Z",
        "INT64, time.MicroTime, 86399123999, int32:Time?, 1970-01-01T23:59:59.123Z",
        "INT64, time.NanoTime, 86399123999999, int32:Time?, 1970-01-01T23:59:59.123Z",
        "STRING, time.ZonedTime, 10:00:00.5+02:00, int32:Time?, 1970-01-01T08:00:00.500Z",
        "STRING, time.IsoTime, 10:00:00.5Z, int32:Time?, 1970-01-01T10:00:00.500Z",
        "INT64, time.Timestamp, 1709210096789, int64:Timestamp?, 2024-02-29T12:34:56.789Z",
        "INT64, time.MicroTimestamp, -1, int64:Timestamp?, 1969-12-31T23:59:59.999Z",
        "INT64, time.NanoTimestamp, 1709210096789999999, int64:Timestamp?, 2024-02-29T12:34:56.789Z",
        "STRING, time.ZonedTimestamp, 2024-02-29T12:34:56.789999+02:00, int64:Timestamp?, 2024-02-29T10:34:56.789Z",
        "STRING, time.ZonedTimestamp, -infinity, int64:Timestamp?, -292275055-05-16T23:00:00Z",
        "STRING, time.IsoTimestamp, 2024-02-29T12:34:56.789Z, int64:Timestamp?, 2024-02-29T12:34:56.789Z",
        "INT32, time.Year, 2024, int32?, 2024",
        "INT64, time.MicroDuration, 5, int64?, 5",
        "STRING, time.Interval, P1Y, string?, 'P1Y'",
        "STRING, data.Uuid, x, string?, 'x'",
        "STRING, data.EnumSet, 'a,b', string?, 'a,b'",
    })
    void convert_typesOfDebezium_areTypesOfConnect(
            Schema.Type type, String name, String value, String expectedType, String expected) {
        ColumnType column = ColumnType.of(schema(type, name), TableTypes.CONNECT);

        assertThat(Told.type(column.schema())).isEqualTo(expectedType);
        assertThat(Told.value(column.convert(value(type, value))).replace("'", ""))
                .isEqualTo(expected.replace("'", ""));
    }

    @Test
    void of_raw_leavesAllAsItIs() {
        Schema date = schema(Schema.Type.INT32, "time.Date");

        ColumnType column = ColumnType.of(date, TableTypes.RAW);

        assertThat(column.schema()).isSameAs(date);
        assertThat(column.convert(19782)).isEqualTo(19782);
    }

    @ParameterizedTest
    @CsvSource({"-1", "86400000000"})
    void convert_timeOfNoDay_isRefusedWithTheRemedy(long micros) {
        ColumnType column = ColumnType.of(schema(Schema.Type.INT64, "time.MicroTime"), TableTypes.CONNECT);

        assertThatThrownBy(() -> column.convert(micros))
                .isInstanceOf(DataException.class)
                .hasMessageEndingWith("with table.types=raw it stays a number");
    }

    @Test
    void convert_textThatIsNoTime_isRefusedWithoutTheText() {
        ColumnType column = ColumnType.of(schema(Schema.Type.STRING, "time.ZonedTimestamp"), TableTypes.CONNECT);

        assertThatThrownBy(() -> column.convert("secret"))
                .isInstanceOf(DataException.class)
                .hasMessage("Expecting a value that fits its type. Found: text");
    }

    @Test
    void convert_decimalWhoseScaleVaries_isTextAndANumberAsKey() {
        Schema schema = SchemaBuilder.struct()
                .name("io.debezium.data.VariableScaleDecimal")
                .field("scale", Schema.INT32_SCHEMA)
                .field("value", Schema.BYTES_SCHEMA)
                .build();
        Struct decimal = new Struct(schema).put("scale", 2).put("value", new byte[] {16, 104});

        assertThat(ColumnType.of(schema, TableTypes.CONNECT).convert(decimal)).isEqualTo("42.00");
        assertThat(RowKey.of(ColumnType.decimal(decimal))).isEqualTo(RowKey.of(42));
        assertThatThrownBy(() -> ColumnType.decimal(
                        new Struct(schema).put("scale", -2_000_000_000).put("value", new byte[1])))
                .isInstanceOf(DataException.class);
    }

    @Test
    void convert_listAndMap_convertTheirElements() {
        Schema date = schema(Schema.Type.INT32, "time.Date");
        ColumnType list = ColumnType.of(SchemaBuilder.array(date).build(), TableTypes.CONNECT);

        assertThat(Told.type(list.schema())).isEqualTo("array<int32:Date?>");
        assertThat(Told.value(list.convert(List.of(1)))).isEqualTo("[1970-01-02T00:00:00Z]");
    }

    @Test
    void decode_keyOfALogicalType_isComparedAsTheColumnIs() {
        String key = "{\"schema\":{\"type\":\"struct\",\"fields\":[{\"type\":\"int32\",\"optional\":false,"
                + "\"name\":\"io.debezium.time.Date\",\"field\":\"day\"}]},\"payload\":{\"day\":1}}";
        ChangeCodec raw = new Codecs(TableFormat.UPSERT, TableTypes.RAW, null, null, List.of()).codec();

        assertThat(Told.by(Told.codec(TableFormat.UPSERT), key, "{\"a\":1}")).containsExactly("86400000 = {a=1}");
        assertThat(Told.by(raw, key, "{\"a\":1}")).containsExactly("1 = {a=1}");
    }

    private static Schema schema(Schema.Type type, String name) {
        return SchemaBuilder.type(type)
                .name("io.debezium." + name)
                .version(1)
                .optional()
                .build();
    }

    private static Object value(Schema.Type type, String text) {
        return switch (type) {
            case INT32 -> (Object) Integer.valueOf(text);
            case INT64 -> (Object) Long.valueOf(text);
            default -> text;
        };
    }
}
