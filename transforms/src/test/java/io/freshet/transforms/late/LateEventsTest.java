package io.freshet.transforms.late;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.transforms.record.RouteOfSinkError;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.header.Header;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LateEventsTest {

    private final List<AutoCloseable> opened = new ArrayList<>();

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable each : opened) {
            each.close();
        }
    }

    @Test
    void apply_behindTheGreatestTimeByMoreThanIsAllowed_isTaggedWithHowMuch() {
        LateEvents<SinkRecord> late = late("allowed.lateness", "10ms");

        assertThat(lateBy(late.apply(sink(0, 0, 1_000)))).isNull();
        assertThat(lateBy(late.apply(sink(0, 1, 990)))).isNull();
        assertThat(lateBy(late.apply(sink(0, 2, 989)))).isEqualTo(1L);
        assertThat(lateBy(late.apply(sink(0, 3, 1_500)))).isNull();
        SinkRecord tagged = late.apply(sink(0, 4, 1_000));
        assertThat(lateBy(tagged)).isEqualTo(490L);
        assertThat(tagged.headers().lastWithName("freshet.late").schema()).isEqualTo(Schema.INT64_SCHEMA);
        assertThat(tagged.value()).isEqualTo("flight");
        assertThat(tagged.timestamp()).isEqualTo(1_000L);
        assertThat(tagged.kafkaOffset()).isEqualTo(4);
    }

    @Test
    void apply_otherPartition_holdsNoneBack() {
        LateEvents<SinkRecord> late = late("allowed.lateness", "0");

        late.apply(sink(0, 0, 1_000));
        assertThat(lateBy(late.apply(sink(1, 0, 10)))).isNull();
        assertThat(lateBy(late.apply(sink(0, 1, 999)))).isEqualTo(1L);
        assertThat(lateBy(late.apply(sink(1, 1, 9)))).isEqualTo(1L);
    }

    @Test
    void apply_topicChangedByATransformationBefore_goesByTheOriginalOne() {
        LateEvents<SinkRecord> late = late("allowed.lateness", "0");

        late.apply(renamed(sink(0, 0, 1_000), "a"));
        assertThat(lateBy(late.apply(renamed(sink(0, 1, 900), "b")))).isEqualTo(100L);
        assertThat(lateBy(late.apply(renamed(sink(0, 0, 1_000), "c")))).isNull();
    }

    @Test
    void apply_sinkRewinds_givesTheSameVerdicts() {
        LateEvents<SinkRecord> late = late("allowed.lateness", "5");
        long[] times = {100, 90, 97, 200, 195, 194, 300, 120, 120, 400};
        List<@Nullable Object> first = new ArrayList<>();
        for (int i = 0; i < times.length; i++) {
            first.add(lateBy(late.apply(sink(0, i, times[i]))));
        }
        assertThat(first).containsExactly(null, 5L, null, null, null, 1L, null, 175L, 175L, null);

        for (int from = 9; from >= 0; from--) {
            for (int i = from; i < times.length; i++) {
                assertThat(lateBy(late.apply(sink(0, i, times[i])))).isEqualTo(first.get(i));
            }
        }
        assertThat(lateBy(late.apply(sink(0, 10, 394)))).isEqualTo(1L);
    }

    @Test
    void apply_rewindToBeforeTheTasksBeginning_passes() {
        LateEvents<SinkRecord> late = late("allowed.lateness", "0");
        late.apply(sink(0, 100, 1_000));

        assertThat(lateBy(late.apply(sink(0, 50, 1)))).isNull();
        assertThat(lateBy(late.apply(sink(0, 101, 999)))).isEqualTo(1L);
    }

    @Test
    void apply_sourceSendsAgain_givesTheSameVerdict() {
        LateEvents<SourceRecord> late = sourceLate("allowed.lateness", "0");

        for (int i = 0; i < 3; i++) {
            assertThat(lateBy(late.apply(source("a", 1, 1_000)))).isNull();
        }
        for (int i = 0; i < 3; i++) {
            assertThat(lateBy(late.apply(source("a", 2, 400)))).isEqualTo(600L);
        }
        assertThat(lateBy(late.apply(source("b", 2, 400)))).isNull();
    }

    @Test
    void apply_sourceReadsAgain_whatWasOnTimeStaysSo() {
        LateEvents<SourceRecord> late = sourceLate("allowed.lateness", "0");
        for (int i = 0; i < RecentlyOnTime.MOST; i++) {
            late.apply(source("a", i, i));
        }

        for (int i = 0; i < RecentlyOnTime.MOST; i++) {
            assertThat(lateBy(late.apply(source("a", i, i)))).isNull();
        }
        assertThat(lateBy(late.apply(source("a", -1, 7)))).isEqualTo(RecentlyOnTime.MOST - 8L);
    }

    @Test
    void apply_sourceWithoutOffsets_goesByTimesAlone() {
        LateEvents<SourceRecord> late = sourceLate("allowed.lateness", "0");

        assertThat(lateBy(late.apply(new SourceRecord(null, null, "t", null, null, null, null, "v", 10L))))
                .isNull();
        assertThat(lateBy(late.apply(new SourceRecord(null, null, "t", null, null, null, null, "v", 9L))))
                .isEqualTo(1L);
        assertThat(lateBy(late.apply(new SourceRecord(null, null, "t", null, null, null, null, "v", 9L))))
                .isEqualTo(1L);
    }

    @Test
    void apply_noTimestamp_isThatRecord() {
        LateEvents<SinkRecord> late = late("allowed.lateness", "0");
        late.apply(sink(0, 0, 1_000));
        SinkRecord untimed = new SinkRecord("flights", 0, null, null, null, "flight", 1);
        SinkRecord never = sink(0, 2, -1);

        assertThat(late.apply(untimed)).isSameAs(untimed);
        assertThat(late.apply(never)).isSameAs(never);
    }

    @Test
    void apply_tombstone_isJudgedToo() {
        LateEvents<SinkRecord> late = late("allowed.lateness", "0");
        late.apply(sink(0, 0, 1_000));

        assertThat(lateBy(late.apply(
                        new SinkRecord("flights", 0, null, "k", null, null, 1, 10L, TimestampType.CREATE_TIME))))
                .isEqualTo(990L);
    }

    @Test
    void apply_lateRecord_followsOnLate() {
        assertThat(second("drop")).isNull();
        assertThat(lateBy(Objects.requireNonNull(second("pass")))).isNull();
        assertThatThrownBy(() -> second("fail"))
                .isInstanceOf(DataException.class)
                .hasMessage("Record of topic flights, partition 0: its event is late by 600ms (allowed.lateness)");
        LateEvents<SourceRecord> late = sourceLate("allowed.lateness", "0", "on.late", "route:late-flights");
        late.apply(source("a", 1, 1_000));

        SourceRecord routed = late.apply(source("a", 2, 400));

        assertThat(routed.topic()).isEqualTo("late-flights");
        assertThat(lateBy(routed)).isEqualTo(600L);
        assertThat(routed.sourceOffset()).isEqualTo(Map.of("at", 2L));
    }

    @Test
    void apply_routeInASink_failsAtTheFirstRecord() {
        LateEvents<SinkRecord> late = late("allowed.lateness", "0", "on.late", "route:late-flights");

        assertThatThrownBy(() -> late.apply(sink(0, 0, 1_000)))
                .isInstanceOf(RouteOfSinkError.class)
                .hasMessageStartingWith("route:late-flights is for source connectors");
    }

    @Test
    void apply_morePartitionsThanAreKnown_oldestBeginsAnew() {
        LateEvents<SourceRecord> late = sourceLate("allowed.lateness", "0", "max.partitions", "2");
        late.apply(source("a", 1, 1_000));
        late.apply(source("b", 1, 1_000));
        late.apply(source("c", 1, 1_000));

        assertThat(lateBy(late.apply(source("b", 2, 900)))).isEqualTo(100L);
        assertThat(lateBy(late.apply(source("a", 2, 900)))).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "on.late=drop                            | Missing required configuration \"allowed.lateness\"",
                "allowed.lateness=soon                   | Expecting a number with one of the units",
                "allowed.lateness=1s;on.late=null        | Expecting one of pass, tag, drop, fail, route:<topic>",
                "allowed.lateness=1s;max.partitions=0    | Value must be at least 1",
                "allowed.lateness=1s;alowed.lateness=2s  | did you mean 'allowed.lateness'?",
            })
    void configure_wrongSetting_saysWhatIsExpected(String settings, String message) {
        assertThatThrownBy(() -> new LateEvents<SinkRecord>()
                        .configure(map(settings.strip().split("[;=]", -1))))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(message);
    }

    private @Nullable SinkRecord second(String onLate) {
        LateEvents<SinkRecord> late = late("allowed.lateness", "0", "on.late", onLate);
        late.apply(sink(0, 0, 1_000));
        return late.apply(sink(0, 1, 400));
    }

    private LateEvents<SinkRecord> late(String... settings) {
        LateEvents<SinkRecord> late = new LateEvents<>();
        opened.add(late);
        late.configure(map(settings));
        return late;
    }

    private LateEvents<SourceRecord> sourceLate(String... settings) {
        LateEvents<SourceRecord> late = new LateEvents<>();
        opened.add(late);
        late.configure(map(settings));
        return late;
    }

    private static Map<String, String> map(String... settings) {
        Map<String, String> map = new HashMap<>();
        for (int i = 0; i < settings.length; i += 2) {
            map.put(settings[i], settings[i + 1]);
        }
        return map;
    }

    private static @Nullable Object lateBy(ConnectRecord<?> record) {
        Header header = record.headers().lastWithName("freshet.late");
        return header == null ? null : header.value();
    }

    private static SinkRecord renamed(SinkRecord record, String topic) {
        return record.newRecord(topic, 9, null, null, null, record.value(), record.timestamp());
    }

    private static SinkRecord sink(int partition, long offset, long time) {
        return new SinkRecord(
                "flights", partition, null, null, null, "flight", offset, time, TimestampType.CREATE_TIME);
    }

    private static SourceRecord source(String partition, long offset, long time) {
        // New maps each time, as another transformation or a second reading makes them.
        return new SourceRecord(
                new HashMap<>(Map.of("file", partition)),
                new HashMap<>(Map.of("at", offset)),
                "flights",
                null,
                null,
                null,
                null,
                "flight",
                time);
    }
}
