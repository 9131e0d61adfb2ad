package io.freshet.agent.lag.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.agent.lag.Commit;
import io.freshet.agent.lag.PartitionId;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class KnownCommitsTest {
    private final KnownCommits known = new KnownCommits();
    private final Map<TopicPartition, @Nullable OffsetAndMetadata> told = new HashMap<>();

    @Test
    void of_sameOffsets_isTheSameObject() {
        commit(0, 10);
        commit(1, 20);

        Map<PartitionId, Commit> first = known.of("billing", told);

        assertThat(first).isEqualTo(Map.of(id(0), Commit.at(10), id(1), Commit.at(20)));
        assertThat(known.of("billing", new HashMap<>(told))).isSameAs(first);
    }

    @Test
    void of_oneMoved_hasItsNewOffsetAndTheOthersAsTheyWere() {
        commit(0, 10);
        commit(1, 20);
        Map<PartitionId, Commit> first = known.of("billing", told);
        commit(1, 21);

        Map<PartitionId, Commit> second = known.of("billing", told);

        assertThat(second).isEqualTo(Map.of(id(0), Commit.at(10), id(1), Commit.at(21)));
        assertThat(second.get(id(0))).isSameAs(first.get(id(0)));
        assertThat(first).containsEntry(id(1), Commit.at(20));
    }

    @Test
    void of_oneMoreAndOneLess_isWhatIsToldNow() {
        commit(0, 10);
        commit(1, 20);
        known.of("billing", told);
        told.remove(new TopicPartition("orders", 1));
        commit(2, 30);

        assertThat(known.of("billing", told)).isEqualTo(Map.of(id(0), Commit.at(10), id(2), Commit.at(30)));

        told.remove(new TopicPartition("orders", 2));

        assertThat(known.of("billing", told)).isEqualTo(Map.of(id(0), Commit.at(10)));
    }

    @Test
    void of_partitionsWithoutACommit_areNotThere() {
        told.put(new TopicPartition("orders", 0), null);
        commit(1, 20);

        assertThat(known.of("billing", told)).isEqualTo(Map.of(id(1), Commit.at(20)));
    }

    @Test
    void keep_others_forgetsAGroup() {
        commit(0, 10);
        Map<PartitionId, Commit> first = known.of("billing", told);
        known.keep(Set.of("mailer"));

        assertThat(known.of("billing", told)).isEqualTo(first).isNotSameAs(first);
    }

    private void commit(int partition, long offset) {
        told.put(new TopicPartition("orders", partition), new OffsetAndMetadata(offset));
    }

    private static PartitionId id(int partition) {
        return new PartitionId("orders", partition);
    }
}
