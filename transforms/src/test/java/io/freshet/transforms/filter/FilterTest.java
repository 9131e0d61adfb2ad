package io.freshet.transforms.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FilterTest {

    private static final String LATE = "value.delay > 60 && value.origin in [\"JFK\", \"LAX\"]";

    @Test
    void apply_conditionIsTrue_givesTheSameRecord() {
        SinkRecord late = record(Map.of("delay", 61L, "origin", "LAX"));

        assertThat(filter(LATE).apply(late)).isSameAs(late);
        assertThat(filter(LATE, "mode", "exclude").apply(late)).isNull();
    }

    @Test
    void apply_conditionIsFalse_givesNothing() {
        SinkRecord early = record(Map.of("delay", 60L, "origin", "LAX"));

        assertThat(filter(LATE).apply(early)).isNull();
        assertThat(filter(LATE, "mode", "exclude").apply(early)).isSameAs(early);
    }

    @Test
    void apply_struct_readsItsFields() {
        Schema schema = SchemaBuilder.struct()
                .field("delay", Schema.OPTIONAL_INT16_SCHEMA)
                .field("origin", Schema.STRING_SCHEMA)
                .build();
        SinkRecord late =
                record(schema, new Struct(schema).put("delay", (short) 90).put("origin", "JFK"));
        SinkRecord unknown = record(schema, new Struct(schema).put("origin", "JFK"));

        assertThat(filter(LATE).apply(late)).isSameAs(late);
        assertThat(filter("has(value.delay)").apply(unknown)).isNull();
        assertThat(filter("value.delay == null").apply(unknown)).isSameAs(unknown);
    }

    @Test
    void apply_tombstone_followsOnNull() {
        SinkRecord tombstone = record(null);

        assertThat(filter(LATE).apply(tombstone)).isSameAs(tombstone);
        assertThat(filter(LATE, "on.null", "drop").apply(tombstone)).isNull();
        assertThat(filter("value == null", "on.null", "evaluate").apply(tombstone))
                .isSameAs(tombstone);
        assertThat(filter("key == 'k'").apply(tombstone))
                .as("no word of the value")
                .isSameAs(tombstone);
        assertThat(filter("key == 'x'").apply(tombstone)).isNull();
    }

    @Test
    void apply_conditionHasNoValue_followsOnErrorWithoutAWordOfThePayload() {
        SinkRecord odd = record(Map.of("delay", "secret", "origin", "JFK"));

        assertThatThrownBy(() -> filter(LATE).apply(odd))
                .isInstanceOf(DataException.class)
                .hasMessage(
                        "Record of topic flights, partition 3: Setting 'condition': the expression has no value for this"
                                + " record: an operand is null or of a type that is not expected there, at column 13");
        assertThat(filter(LATE, "on.error", "pass").apply(odd)).isSameAs(odd);
        assertThat(filter(LATE, "on.error", "drop").apply(odd)).isNull();
        assertThat(filter(LATE, "on.error", "tag").apply(odd).headers().lastWithName("freshet.filter.error"))
                .isNotNull();
    }

    @Test
    void apply_headersTopicPartitionTimestamp_areKnown() {
        SinkRecord record = record(Map.of());
        record.headers().addInt("attempt", 2);

        assertThat(filter("headers.attempt == 2 && topic == 'flights' && partition == 3"
                                + " && timestamp == timestamp('1970-01-01T00:00:01Z')")
                        .apply(record))
                .isSameAs(record);
    }

    @Test
    void configure_wrongSetting_saysWhatIsExpected() {
        assertThatThrownBy(() -> filter("value.delay > 60", "mod", "exclude"))
                .isInstanceOf(ConfigException.class)
                .hasMessage("Unknown setting 'mod': did you mean 'mode'?");
        assertThatThrownBy(() -> filter("1 + 1")).hasMessageContaining("Expecting a bool. Found: int");
    }

    private static Filter.Record<SinkRecord> filter(String condition, String... settings) {
        Map<String, String> all = new HashMap<>(Map.of("condition", condition));
        for (int i = 0; i < settings.length; i += 2) {
            all.put(settings[i], settings[i + 1]);
        }
        Filter.Record<SinkRecord> filter = new Filter.Record<>();
        filter.configure(all);
        return filter;
    }

    private static SinkRecord record(@Nullable Object value) {
        return record(null, value);
    }

    private static SinkRecord record(@Nullable Schema schema, @Nullable Object value) {
        return new SinkRecord(
                "flights",
                3,
                null,
                "k",
                schema,
                value,
                7,
                1_000L,
                org.apache.kafka.common.record.TimestampType.CREATE_TIME);
    }
}
