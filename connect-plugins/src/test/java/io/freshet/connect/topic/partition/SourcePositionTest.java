package io.freshet.connect.topic.partition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.json.JsonConverter;
import org.junit.jupiter.api.Test;

class SourcePositionTest {
    private static final TopicPartition FLIGHTS = new TopicPartition("flights", 3);

    /** Connect finds an offset by the bytes of its partition: another order of names would lose all that is stored. */
    @Test
    void partition_readAndWrittenAgainByConnect_isTheSameBytes() {
        try (JsonConverter converter = new JsonConverter()) {
            converter.configure(Map.of("schemas.enable", "false"), true);
            byte[] bytes = converter.fromConnectData("offsets", null, SourcePosition.partition(FLIGHTS));
            assertThat(new String(bytes, StandardCharsets.UTF_8)).isEqualTo("{\"partition\":3,\"topic\":\"flights\"}");

            Object read = converter.toConnectData("offsets", bytes).value();
            assertThat(converter.fromConnectData("offsets", null, read)).isEqualTo(bytes);
        }
    }

    @Test
    void next_storedAsAnyWholeNumber_isRead() {
        assertThat(SourcePosition.next(FLIGHTS, SourcePosition.offset(42))).hasValue(42);
        assertThat(SourcePosition.next(FLIGHTS, Map.of("offset", 42))).hasValue(42);
        assertThat(SourcePosition.next(FLIGHTS, null)).isEmpty();
    }

    @Test
    void next_storedInAnotherForm_isRefused() {
        assertThatThrownBy(() -> SourcePosition.next(FLIGHTS, Map.of("offset", -1)))
                .isInstanceOf(ConnectException.class)
                .hasMessage(
                        "The stored offset of flights-3 must be {\"offset\": <number of the next record, 0 or more>}."
                                + " Found: {offset=-1}. Mend it with PATCH /connectors/<name>/offsets");
        assertThatThrownBy(() -> SourcePosition.next(FLIGHTS, Map.of("kafka_offset", 1)))
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining("Found: {kafka_offset=1}");
    }
}
