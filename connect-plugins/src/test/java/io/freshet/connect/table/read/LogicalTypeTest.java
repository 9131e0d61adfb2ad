package io.freshet.connect.table.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.connect.table.change.ColumnType;
import io.freshet.connect.table.change.Kind;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Time;
import org.junit.jupiter.api.Test;

class LogicalTypeTest {

    private static Schema named(SchemaBuilder builder, String name) {
        return builder.name(name).build();
    }

    @Test
    void of_plainTypes_areTheColumnsOfThem() {
        assertThat(LogicalType.of(Schema.INT8_SCHEMA).type().kind()).isEqualTo(Kind.INT16);
        assertThat(LogicalType.of(Schema.OPTIONAL_INT64_SCHEMA).type().kind()).isEqualTo(Kind.INT64);
        assertThat(LogicalType.of(Schema.STRING_SCHEMA).type().kind()).isEqualTo(Kind.TEXT);
        assertThat(LogicalType.of(Schema.BYTES_SCHEMA).type().kind()).isEqualTo(Kind.BYTES);
    }

    @Test
    void of_decimals_haveTheirScaleAndPrecision() {
        assertThat(LogicalType.of(Decimal.schema(2)).type()).isEqualTo(new ColumnType(Kind.DECIMAL, 0, 2));
        assertThat(LogicalType.of(Decimal.builder(2)
                                .parameter("connect.decimal.precision", "10")
                                .build())
                        .type())
                .isEqualTo(new ColumnType(Kind.DECIMAL, 10, 2));
        Schema variable = named(
                SchemaBuilder.struct().field("scale", Schema.INT32_SCHEMA).field("value", Schema.BYTES_SCHEMA),
                "io.debezium.data.VariableScaleDecimal");
        assertThat(LogicalType.of(variable)
                        .read(new Struct(variable).put("scale", 1).put("value", new byte[] {15})))
                .isEqualTo(new BigDecimal("1.5"));
    }

    @Test
    @SuppressWarnings("JavaUtilDate") // what Connect holds its times in
    void of_times_areReadInUtc() {
        LocalDateTime moment = LocalDateTime.of(2023, 11, 14, 22, 13, 20, 123_456_000);
        assertThat(LogicalType.of(named(SchemaBuilder.int64(), "io.debezium.time.MicroTimestamp"))
                        .read(1_700_000_000_123_456L))
                .isEqualTo(moment);
        assertThat(LogicalType.of(named(SchemaBuilder.int64(), "io.debezium.time.NanoTimestamp"))
                        .read(-1L))
                .isEqualTo(LocalDateTime.of(1969, 12, 31, 23, 59, 59, 999_999_999));
        assertThat(LogicalType.of(named(SchemaBuilder.int32(), "io.debezium.time.Date"))
                        .read(-1))
                .isEqualTo(LocalDate.of(1969, 12, 31));
        assertThat(LogicalType.of(named(SchemaBuilder.string(), "io.debezium.time.ZonedTime"))
                        .read("10:00:00+02:00"))
                .isEqualTo(LocalTime.of(8, 0));
        assertThat(LogicalType.of(Time.SCHEMA).read(new java.util.Date(1_500)))
                .isEqualTo(LocalTime.of(0, 0, 1, 500_000_000));
        assertThat(LogicalType.of(named(SchemaBuilder.int64(), "io.debezium.time.Timestamp"))
                        .read(null))
                .isNull();
    }

    @Test
    void of_nested_isJson() {
        Schema inner = SchemaBuilder.struct().field("n", Schema.INT32_SCHEMA).build();
        LogicalType list = LogicalType.of(SchemaBuilder.array(inner).build());

        assertThat(list.type().kind()).isEqualTo(Kind.JSON);
        assertThat(list.read(List.of(new Struct(inner).put("n", 1)))).isEqualTo(List.of(Map.of("n", 1L)));
    }
}
