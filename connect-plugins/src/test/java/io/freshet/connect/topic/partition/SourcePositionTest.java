package io.freshet.connect.topic.partition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.connect.topic.bound.End;
import java.nio.charset.StandardCharsets;
import java.util.List;
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
    void stored_anyWholeNumber_isRead() {
        assertThat(SourcePosition.stored(FLIGHTS, SourcePosition.offset(42, null)))
                .contains(new SourcePosition(42, null));
        assertThat(SourcePosition.stored(FLIGHTS, Map.of("offset", 42))).contains(new SourcePosition(42, null));
        assertThat(SourcePosition.stored(FLIGHTS, null)).isEmpty();
    }

    @Test
    void stored_withAnEnd_isReadAsItWasWritten() {
        SourcePosition position = new SourcePosition(42, new End(100, "latest"));

        assertThat(position.offset()).isEqualTo(Map.of("offset", 42L, "end", 100L, "until", "latest"));
        assertThat(SourcePosition.stored(FLIGHTS, position.offset())).contains(position);
        assertThat(SourcePosition.next(position.offset())).isEqualTo(42);
    }

    @Test
    void stored_inAnotherForm_isRefused() {
        assertThatThrownBy(() -> SourcePosition.stored(FLIGHTS, Map.of("offset", -1)))
                .isInstanceOf(ConnectException.class)
                .hasMessage(
                        "The stored offset of flights-3 must be {\"offset\": <number of the next record, 0 or more>}, with"
                                + " \"end\" and \"until\" beside it only as the connector stored them."
                                + " Found: {offset=-1}. Mend it with PATCH /connectors/<name>/offsets");
        for (Map<String, Object> wrong : List.<Map<String, Object>>of(
                Map.of("kafka_offset", 1),
                Map.of("offset", "1"),
                Map.of("offset", 1.5),
                Map.of("offset", 1, "end", 2),
                Map.of("offset", 1, "until", "latest"),
                Map.of("offset", 1, "end", -2, "until", "latest"),
                Map.of("offset", 1, "note", "x"))) {
            assertThatThrownBy(() -> SourcePosition.stored(FLIGHTS, wrong))
                    .isInstanceOf(ConnectException.class)
                    .hasMessageContaining("Found: " + wrong);
        }
    }
}
