package io.freshet.connect.table.offset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.ConnectException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AskedOffsetsTest {

    private static final TopicPartition ZERO = new TopicPartition("t", 0);
    private static final TopicPartition ONE = new TopicPartition("t", 1);
    private static final TopicPartition OLD = new TopicPartition("not read any more", 0);
    private static final Map<TopicPartition, Claim> STORED =
            Map.of(ZERO, new Claim(1, 10), ONE, new Claim(1, 20), OLD, new Claim(1, 30));

    private static Map<TopicPartition, @Nullable Long> against(
            Map<TopicPartition, Claim> stored, @Nullable Long zero, @Nullable Long one) {
        Map<TopicPartition, @Nullable Long> asked = new HashMap<>();
        asked.put(ZERO, zero);
        asked.put(ONE, one);
        return new AskedOffsets(asked, "t"::equals).against(stored);
    }

    @Test
    void against_offsetsAndNulls_areAsTheyAre() {
        assertThat(against(STORED, null, 5L)).containsEntry(ZERO, null).containsEntry(ONE, 5L);
        assertThat(against(STORED, null, null)).hasSize(2).containsEntry(ZERO, null);
        assertThat(against(Map.of(), 0L, null)).containsEntry(ZERO, 0L);
    }

    @Test
    void against_aResetOfAGroupWithoutOffsets_resetsAll() {
        assertThat(new AskedOffsets(Map.of(), "t"::equals).against(STORED))
                .hasSize(3)
                .containsEntry(ZERO, null)
                .containsEntry(OLD, null);
    }

    @Test
    void against_aResetThatLacksAPartition_isRefused() {
        Map<TopicPartition, @Nullable Long> asked = new HashMap<>();
        asked.put(ZERO, null);

        assertThatThrownBy(() -> new AskedOffsets(asked, "t"::equals).against(STORED))
                .isInstanceOf(ConnectException.class)
                .hasMessageStartingWith("The database has offsets of other partitions too: [t-1 at 20]. ");
        asked.put(ONE, 20L);
        assertThat(new AskedOffsets(asked, "t"::equals).against(STORED)).isEqualTo(asked);
    }

    @Test
    void against_aPartitionThatHasNothingYet_lacksNothing() {
        Map<TopicPartition, @Nullable Long> asked = new HashMap<>();
        asked.put(ZERO, null);

        assertThat(new AskedOffsets(asked, "t"::equals)
                        .against(Map.of(ZERO, new Claim(1, 10), ONE, new Claim(1, Claim.UNKNOWN))))
                .isEqualTo(asked);
    }

    @Test
    void against_whatIsNoOffsetOrNoTopic_isRefused() {
        assertThatThrownBy(() -> against(STORED, -1L, 5L))
                .isInstanceOf(ConnectException.class)
                .hasMessage("Offset of t-0: expecting 0 or more. Found: -1");
        assertThatThrownBy(() -> new AskedOffsets(Map.of(OLD, 5L), "t"::equals).against(STORED))
                .isInstanceOf(ConnectException.class)
                .hasMessageEndingWith("expecting a topic that the connector reads. Found: not read any more");
    }
}
