package io.freshet.agent.lag.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.agent.lag.Commit;
import io.freshet.agent.lag.GroupReading;
import io.freshet.agent.lag.PartitionId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.errors.CoordinatorLoadInProgressException;
import org.apache.kafka.common.message.ListGroupsResponseData.ListedGroup;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Against classes that are made as Kafka's are. */
class CoordinatorStateTest {
    private static final long COMMITTED = 7;

    private final Shard shard = new Shard();
    private final Service service = new Service(shard);

    @Test
    void read_moreThanATurnTakes_isReadInSeveral() throws Exception {
        for (int i = 0; i < 10; i++) {
            shard.put("group-" + i, 400);
        }

        CoordinatorState.Reading reading = new CoordinatorState(service).read(group -> true, 10_000);

        assertThat(reading.groups()).hasSize(10).allSatisfy(group -> assertThat(group.commits())
                .hasSize(400));
        assertThat(reading.isPartial()).isFalse();
        assertThat(service.runtime.turns).isEqualTo(4);
    }

    @Test
    void read_unwantedGroups_areLeftAlone() throws Exception {
        shard.put("one", 1);
        shard.put("other", 1);

        CoordinatorState.Reading reading = new CoordinatorState(service).read("one"::equals, 10_000);

        assertThat(reading.groups()).extracting(GroupReading::name).containsExactly("one");
        assertThat(reading.groups().get(0).commits())
                .isEqualTo(Map.of(new PartitionId("t", 0), Commit.at(5).madeAt(1_000)));
    }

    @Test
    void read_shardThatLoads_isSaidToBeMissing() throws Exception {
        shard.put("one", 1);
        service.runtime.loading = true;

        CoordinatorState.Reading reading = new CoordinatorState(service).read(group -> true, 10_000);

        assertThat(reading.groups()).hasSize(1);
        assertThat(reading.isPartial()).isTrue();
    }

    @Test
    void constructor_anotherCoordinator_isRefused() {
        assertThatThrownBy(() -> new CoordinatorState("another"))
                .isInstanceOf(UnfamiliarHostException.class)
                .hasMessageContaining("has no runtime");
    }

    static final class Service {
        final Shards runtime;

        Service(Shard shard) {
            this.runtime = new Shards(shard);
        }
    }

    public interface ReadOperation {
        @Nullable
        Object generateResponse(Object shard, long committed);
    }

    public static final class Shards {
        private final Shard shard;
        private int turns;
        private boolean loading;

        Shards(Shard shard) {
            this.shard = shard;
        }

        public List<CompletableFuture<?>> scheduleReadAllOperation(String name, ReadOperation operation) {
            turns++;
            List<CompletableFuture<?>> futures = new ArrayList<>();
            operation.generateResponse(shard, COMMITTED);
            futures.add(CompletableFuture.completedFuture(null));
            if (loading) {
                futures.add(CompletableFuture.failedFuture(new CoordinatorLoadInProgressException("loads")));
            }
            return futures;
        }
    }

    /** Groups that {@code assign}. */
    public static final class Shard {
        final OffsetManager offsetMetadataManager = new OffsetManager();

        void put(String group, int partitions) {
            AsOf own = new AsOf();
            for (int i = 0; i < partitions; i++) {
                own.entries.put(i, new Value());
            }
            AsOf topics = new AsOf();
            topics.entries.put("t", own);
            offsetMetadataManager.offsets.offsetsByGroup.entries.put(group, topics);
        }

        public List<ListedGroup> listGroups(List<String> states, List<String> types, long committed) {
            assertThat(committed).isEqualTo(COMMITTED);
            List<ListedGroup> listed = new ArrayList<>();
            offsetMetadataManager
                    .offsets
                    .offsetsByGroup
                    .entries
                    .keySet()
                    .forEach(name -> listed.add(new ListedGroup()
                            .setGroupId((String) name)
                            .setGroupType("Classic")
                            .setGroupState("Empty")));
            return List.copyOf(listed);
        }
    }

    static final class OffsetManager {
        final Offsets offsets = new Offsets();
    }

    static final class Offsets {
        final AsOf offsetsByGroup = new AsOf();
    }

    /** A map of versions, of which there is one. */
    public static final class AsOf {
        private final Map<Object, Object> entries = new HashMap<>();

        public @Nullable Object get(Object key, long committed) {
            assertThat(committed).isEqualTo(COMMITTED);
            return entries.get(key);
        }

        public Set<Map.Entry<Object, Object>> entrySet(long committed) {
            assertThat(committed).isEqualTo(COMMITTED);
            return entries.entrySet();
        }
    }

    static final class Value {
        final long committedOffset = 5;
        final long commitTimestampMs = 1_000;
    }
}
