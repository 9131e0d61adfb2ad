package io.freshet.connect.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.local.MariaDbServer;
import io.freshet.local.PostgresServer;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.data.Date;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Timestamp;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.RetriableException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tasks on each of the databases. */
class TableSinkTaskIT {
    private static final Schema KEY =
            SchemaBuilder.struct().field("id", Schema.INT64_SCHEMA).build();
    private static final Schema VALUE = SchemaBuilder.struct()
            .field("name", Schema.OPTIONAL_STRING_SCHEMA)
            .field("price", Decimal.builder(2).optional().build())
            .field("at", Timestamp.builder().optional().build())
            .field("odd \"name`", Schema.OPTIONAL_INT32_SCHEMA)
            .build();

    private static final List<TestDatabase> DATABASES = new ArrayList<>();

    private static @Nullable PostgresServer postgres;
    private static @Nullable MariaDbServer maria;

    @BeforeAll
    static void start(@TempDir Path folder) {
        DATABASES.add(TestDatabase.h2("tables"));
        DATABASES.add(TestDatabase.sqlite(folder));
        postgres = PostgresServer.builder().start();
        DATABASES.add(TestDatabase.of(postgres));
        if (MariaDbServer.isInstalled()) {
            maria = MariaDbServer.start();
            DATABASES.add(TestDatabase.of(maria));
        }
    }

    @AfterAll
    static void stop() {
        if (postgres != null) {
            postgres.close();
        }
        if (maria != null) {
            maria.close();
        }
    }

    static List<TestDatabase> databases() {
        return DATABASES;
    }

    @SuppressWarnings("JavaUtilDate") // what Connect holds its times in
    private static SinkRecord row(String topic, long offset, long id, @Nullable String name) {
        Struct value = new Struct(VALUE)
                .put("name", name)
                .put("price", new BigDecimal("12.50"))
                .put("at", new java.util.Date(1_700_000_000_123L))
                .put("odd \"name`", 7);
        return SinkHarness.record(topic, 0, offset, KEY, new Struct(KEY).put("id", id), VALUE, value);
    }

    private static SinkRecord gone(String topic, long offset, long id) {
        return SinkHarness.record(topic, 0, offset, KEY, new Struct(KEY).put("id", id), null, null);
    }

    @ParameterizedTest
    @MethodSource("databases")
    void put_rowsAndDeletions_leavesTheNewestOfEachKeyAndTheOffset(TestDatabase database) throws Exception {
        TopicPartition partition = new TopicPartition("fresh.rows", 0);
        try (SinkHarness sink = new SinkHarness(database.settings(), partition)) {
            sink.put(
                    row("fresh.rows", 0, 1, "one"),
                    row("fresh.rows", 1, 2, "two"),
                    row("fresh.rows", 2, 1, "one again"),
                    row("fresh.rows", 3, 3, "three"),
                    gone("fresh.rows", 4, 3));
            sink.put(gone("fresh.rows", 5, 2), row("fresh.rows", 6, 4, null));
            assertThat(sink.refused).isEmpty();
        }

        assertThat(database.rows("select \"id\", \"name\", \"price\" from \"fresh.rows\" order by 1"))
                .containsExactly("1|one again|12.50", "4|null|12.50");
        assertThat(database.rows("select \"at\" from \"fresh.rows\" where \"id\" = 1")
                        .get(0))
                .startsWith("2023-11-14 22:13:20.123");
        assertThat(database.rows("select \"next_offset\" from \"freshet_offsets\" where \"topic\" = 'fresh.rows'"))
                .containsExactly("7");
    }

    @ParameterizedTest
    @MethodSource("databases")
    void open_afterSomethingWasWritten_goesOnThere(TestDatabase database) throws Exception {
        TopicPartition partition = new TopicPartition("again", 0);
        Map<String, String> settings = database.settings("write.mode", "insert", "table.format", "\"again\"");
        try (SinkHarness sink = new SinkHarness(settings, partition)) {
            assertThat(sink.seeks).isEmpty();
            sink.put(row("again", 10, 1, "a"), row("again", 11, 2, "b"));
        }
        try (SinkHarness sink = new SinkHarness(settings, partition)) {
            assertThat(sink.seeks).containsExactly(Map.entry(partition, 12L));
            sink.put(row("again", 12, 3, "c"));
        }

        assertThat(database.rows("select \"name\" from \"again\" order by 1")).containsExactly("a", "b", "c");
    }

    @ParameterizedTest
    @MethodSource("databases")
    void put_afterAnotherTaskHasOpenedThePartition_writesNothing(TestDatabase database) throws Exception {
        TopicPartition partition = new TopicPartition("fenced", 0);
        try (SinkHarness zombie = new SinkHarness(database.settings(), partition)) {
            zombie.put(row("fenced", 0, 1, "zombie"));
            try (SinkHarness successor = new SinkHarness(database.settings(), partition)) {
                assertThatThrownBy(() -> zombie.put(row("fenced", 1, 1, "still the zombie")))
                        .isInstanceOf(RetriableException.class)
                        .hasMessageContaining("fenced-0");
                successor.put(row("fenced", 1, 1, "successor"));
            }
        }

        assertThat(database.rows("select \"name\" from \"fenced\"")).containsExactly("successor");
    }

    @ParameterizedTest
    @MethodSource("databases")
    void put_rowsThatTheDatabaseRefuses_areReportedAndTheRestIsWritten(TestDatabase database) throws Exception {
        database.run("create table \"checked\" (\"id\" bigint not null primary key, \"name\" varchar(20) not null,"
                + " \"price\" decimal(10,2) check (\"price\" < 100), \"at\" "
                + (database.name().equals("sqlite") ? "text" : "timestamp null") + ")");
        Schema value = SchemaBuilder.struct()
                .field("name", Schema.OPTIONAL_STRING_SCHEMA)
                .field("price", Decimal.builder(2).optional().build())
                .build();
        List<SinkRecord> records = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            String price = i % 100 == 50 ? "150.00" : "1.00";
            records.add(SinkHarness.record(
                    "checked",
                    0,
                    i,
                    KEY,
                    // The bad ones come after a good one of the same key.
                    new Struct(KEY).put("id", i % 100 == 50 ? i - 1L : i),
                    value,
                    new Struct(value).put("name", i == 7 ? null : "n" + i).put("price", new BigDecimal(price))));
        }
        try (SinkHarness sink = new SinkHarness(database.settings(), new TopicPartition("checked", 0))) {
            sink.put(records);

            assertThat(sink.refused).hasSize(11).allSatisfy(reason -> assertThat(reason)
                    .doesNotContain("150.00"));
            assertThat(sink.refused.get(0)).isEqualTo("7: Column name: expecting a value. Found: null");
        }

        // 1,000 of which 10 share their key with a bad one, and one has no name.
        assertThat(database.rows("select count(*), min(\"name\"), max(\"price\") from \"checked\""))
                .containsExactly("989|n0|1.00".replace("1.00", database.name().equals("sqlite") ? "1" : "1.00"));
        assertThat(database.rows("select \"name\" from \"checked\" where \"id\" = 549"))
                .containsExactly("n549");
    }

    @ParameterizedTest
    @MethodSource("databases")
    void put_randomChanges_endAsTheReferenceDoes(TestDatabase database) throws Exception {
        Random random = new Random(42);
        Map<Long, String> reference = new TreeMap<>();
        try (SinkHarness sink = new SinkHarness(database.settings(), new TopicPartition("random", 0))) {
            long offset = 0;
            for (int batch = 0; batch < 20; batch++) {
                List<SinkRecord> records = new ArrayList<>();
                for (int i = 0; i < 300; i++) {
                    long id = random.nextInt(200);
                    if (random.nextInt(4) == 0) {
                        reference.remove(id);
                        records.add(gone("random", offset++, id));
                    } else {
                        reference.put(id, "v" + offset);
                        records.add(row("random", offset, id, "v" + offset++));
                    }
                }
                sink.put(records);
            }
        }

        List<String> expected = new ArrayList<>();
        reference.forEach((id, name) -> expected.add(id + "|" + name));
        assertThat(database.rows("select \"id\", \"name\" from \"random\" order by \"id\""))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @MethodSource("databases")
    void put_changesOutOfOrderFromSeveralPartitions_theNewestOfEachKeyCounts(TestDatabase database) throws Exception {
        Random random = new Random(4711);
        Map<Long, Change> reference = new TreeMap<>();
        String[] more = {
            "columns",
            "id bigint, ts bigint, name text",
            "key.columns",
            "id",
            "event.time",
            "ts",
            "table.format",
            "\"timed\""
        };
        TopicPartition left = new TopicPartition("timed", 0);
        TopicPartition right = new TopicPartition("timed", 1);
        try (SinkHarness one = new SinkHarness(database.settings(more), left);
                SinkHarness two = new SinkHarness(database.settings(more), right)) {
            for (int batch = 0; batch < 20; batch++) {
                int partition = random.nextInt(2);
                List<SinkRecord> records = new ArrayList<>();
                for (int i = 0; i < 100; i++) {
                    long offset = batch * 100L + i;
                    long time = 1_000L + random.nextInt(500);
                    long id = random.nextInt(150);
                    boolean deletes = random.nextInt(4) == 0;
                    String name = deletes ? null : "n" + offset;
                    reference.merge(id, new Change(time, partition, offset, name), Change::or);
                    records.add(new SinkRecord(
                            "timed",
                            partition,
                            null,
                            id,
                            null,
                            deletes ? null : Map.of("ts", time, "name", "n" + offset),
                            offset,
                            time,
                            TimestampType.CREATE_TIME));
                }
                (partition == 0 ? one : two).putPatiently(records);
            }
            assertThat(one.refused).isEmpty();
            assertThat(two.refused).isEmpty();
        }

        List<String> expected = new ArrayList<>();
        reference.forEach((id, change) -> {
            if (change.name != null) {
                expected.add(id + "|" + change.time + "|" + change.name);
            }
        });
        assertThat(database.rows("select \"id\", \"ts\", \"name\" from \"timed\" order by \"id\""))
                .isEqualTo(expected);
    }

    private record Change(long time, int partition, long offset, @Nullable String name) {
        Change or(Change other) {
            boolean newer = time != other.time
                    ? time > other.time
                    : partition != other.partition ? partition > other.partition : offset > other.offset;
            return newer ? this : other;
        }
    }

    @ParameterizedTest
    @MethodSource("databases")
    void put_afterTheDatabaseHasLostTransactions_readsAgainFromWhereItIs(TestDatabase database) throws Exception {
        TopicPartition partition = new TopicPartition("lost", 0);
        try (SinkHarness sink = new SinkHarness(database.settings(), partition)) {
            sink.put(row("lost", 0, 1, "kept"));
            sink.put(row("lost", 1, 2, "lost"));
            database.run(
                    "delete from \"lost\" where \"id\" = 2",
                    "update \"freshet_offsets\" set \"next_offset\" = 1 where \"topic\" = 'lost'");

            sink.put(row("lost", 2, 3, "from a wrong place"));
            assertThat(sink.seeks).containsExactly(Map.entry(partition, 1L));
            assertThat(database.rows("select \"name\" from \"lost\"")).containsExactly("kept");

            sink.put(row("lost", 1, 2, "lost"), row("lost", 2, 3, "in its place"));
        }

        assertThat(database.rows("select \"name\" from \"lost\" order by \"id\""))
                .containsExactly("kept", "lost", "in its place");
    }

    @ParameterizedTest
    @MethodSource("databases")
    void put_schemaless_writesDeclaredColumns(TestDatabase database) throws Exception {
        Map<String, String> settings = database.settings(
                "columns",
                "id bigint, name text, price decimal(10,2), tags json, day date",
                "key.columns",
                "id",
                "key.from",
                "value");
        try (SinkHarness sink = new SinkHarness(settings, new TopicPartition("plain", 0))) {
            sink.put(
                    SinkHarness.record(
                            "plain",
                            0,
                            0,
                            null,
                            null,
                            null,
                            Map.of("id", 1L, "name", "x", "price", 2.5, "tags", List.of("a", 1L), "day", "2026-01-31")),
                    SinkHarness.record("plain", 0, 1, null, null, null, Map.of("id", "two", "name", "secret")),
                    SinkHarness.record("plain", 0, 2, null, null, null, Map.of("name", "without a key")));
            assertThat(sink.refused)
                    .containsExactly(
                            "1: Column id: expecting int64. Found: a value of String that is none",
                            "2: Column id of the key: expecting a value. Found: null");
        }

        assertThat(database.rows("select \"id\", \"name\", \"price\", \"day\" from \"plain\""))
                .containsExactly("1|x|2.50|2026-01-31");
    }

    @ParameterizedTest
    @MethodSource("databases")
    void put_fieldsThatTheTableLacks_getColumnsWhereThatIsAllowed(TestDatabase database) throws Exception {
        Schema narrow = SchemaBuilder.struct().field("n", Schema.INT32_SCHEMA).build();
        Schema wide = SchemaBuilder.struct()
                .field("n", Schema.INT64_SCHEMA)
                .field("day", Date.builder().optional().build())
                .build();
        SinkRecord first = SinkHarness.record(
                "evolving", 0, 0, KEY, new Struct(KEY).put("id", 1L), narrow, new Struct(narrow).put("n", 1));
        SinkRecord second = SinkHarness.record(
                "evolving", 0, 1, KEY, new Struct(KEY).put("id", 2L), wide, new Struct(wide).put("n", 1L << 40));
        TopicPartition partition = new TopicPartition("evolving", 0);
        try (SinkHarness sink = new SinkHarness(database.settings(), partition)) {
            sink.put(first);
            sink.put(second);
            assertThat(sink.refused).containsExactly("1: Table evolving has no column day, and schema.evolution=none");
        }
        try (SinkHarness sink = new SinkHarness(database.settings("schema.evolution", "widen"), partition)) {
            sink.put(SinkHarness.record(
                    "evolving", 0, 2, KEY, new Struct(KEY).put("id", 2L), wide, new Struct(wide).put("n", 1L << 40)));
            assertThat(sink.refused).isEmpty();
        }

        assertThat(database.rows("select \"id\", \"n\", \"day\" from \"evolving\" order by 1"))
                .containsExactly("1|1|null", "2|1099511627776|null");
    }

    @ParameterizedTest
    @MethodSource("databases")
    void put_eventsOfDebezium_deleteByTheRowBefore(TestDatabase database) throws Exception {
        Schema row = SchemaBuilder.struct()
                .optional()
                .field("code", Schema.STRING_SCHEMA)
                .field("n", Schema.INT32_SCHEMA)
                .build();
        Schema event = SchemaBuilder.struct()
                .field("before", row)
                .field("after", row)
                .field("op", Schema.STRING_SCHEMA)
                .build();
        Struct a = new Struct(row).put("code", "a").put("n", 1);
        Struct b = new Struct(row).put("code", "b").put("n", 2);
        Struct c = new Struct(row).put("code", "c").put("n", 3);
        Map<String, String> settings =
                database.settings("value.format", "debezium", "key.from", "before", "key.columns", "code");
        try (SinkHarness sink = new SinkHarness(settings, new TopicPartition("events", 0))) {
            sink.put(
                    event(event, 0, null, a, "c"),
                    event(event, 1, null, b, "r"),
                    event(event, 2, a, c, "u"),
                    event(event, 3, b, null, "d"),
                    event(event, 4, null, null, "t"));
            assertThat(sink.refused).containsExactly("4: Field op: expecting c, r, u or d. Found: t, which truncates");
        }

        assertThat(database.rows("select \"code\", \"n\" from \"events\"")).containsExactly("c|3");
    }

    private static SinkRecord event(
            Schema schema, long offset, @Nullable Struct before, @Nullable Struct after, String op) {
        Struct value =
                new Struct(schema).put("before", before).put("after", after).put("op", op);
        return SinkHarness.record("events", 0, offset, null, null, schema, value);
    }

    /** More than MariaDB takes in one statement. */
    @ParameterizedTest
    @MethodSource("databases")
    void put_rowsOfALotOfText_areWritten(TestDatabase database) throws Exception {
        List<SinkRecord> records = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            records.add(row("long", i, i, "\u20ac".repeat(40_000)));
        }
        try (SinkHarness sink = new SinkHarness(database.settings(), new TopicPartition("long", 0))) {
            sink.put(records);
            assertThat(sink.refused).isEmpty();
        }

        assertThat(database.rows("select count(*), min(char_length(\"name\")) from \"long\""
                        .replace("char_length", database.name().equals("sqlite") ? "length" : "char_length")))
                .containsExactly("200|40000");
    }

    @ParameterizedTest
    @MethodSource("databases")
    void put_aTopicThatWasMadeAnew_isNotTakenForWhatIsWritten(TestDatabase database) throws Exception {
        TopicPartition partition = new TopicPartition("anew", 0);
        try (SinkHarness sink = new SinkHarness(database.settings(), partition)) {
            sink.put(row("anew", 10, 1, "a"), row("anew", 11, 2, "b"));
        }
        try (SinkHarness sink = new SinkHarness(database.settings(), partition)) {
            assertThatThrownBy(() -> sink.put(row("anew", 0, 3, "c")))
                    .isInstanceOf(ConnectException.class)
                    .isNotInstanceOf(RetriableException.class)
                    .hasMessageContaining("the records of anew-0 up to offset 12, and the topic goes on at 0")
                    .hasMessageContaining("PATCH or DELETE /connectors/<name>/offsets");
        }

        alter(database, "anew", Map.of());
        try (SinkHarness sink = new SinkHarness(database.settings(), partition)) {
            assertThat(sink.seeks).isEmpty();
            sink.put(row("anew", 0, 3, "c"));
        }

        assertThat(database.rows("select \"name\" from \"anew\" order by 1")).containsExactly("a", "b", "c");
    }

    private static void alter(TestDatabase database, String topic, Map<TopicPartition, Long> offsets) {
        assertThat(new TableSinkConnector().alterOffsets(database.settings("topics", topic), offsets))
                .isTrue();
    }

    @ParameterizedTest
    @MethodSource("databases")
    void alterOffsets_setBack_writesAgainWhatIsGoneAndFencesWhoWroteBefore(TestDatabase database) throws Exception {
        TopicPartition partition = new TopicPartition("back", 0);
        String[] byTime = {"columns", "id bigint, ts bigint", "key.columns", "id", "event.time", "ts"};
        List<SinkRecord> records = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            // Of each of five keys the first change is the newest, and the last key is deleted.
            Object value = i == 4 ? null : Map.of("ts", 2_000L - i);
            records.add(new SinkRecord("back", 0, null, i % 5L, null, value, i, 5_000L, TimestampType.CREATE_TIME));
        }
        try (SinkHarness before = new SinkHarness(database.settings(byTime), partition)) {
            before.put(records);
            List<String> written = database.rows("select \"id\", \"ts\" from \"back\" order by 1");
            assertThat(written).containsExactly("0|2000", "1|1999", "2|1998", "3|1997");
            database.run("delete from \"back\"");

            alter(database, "back", Map.of(partition, 0L));
            SinkRecord next = new SinkRecord(
                    "back", 0, null, 0L, null, Map.of("ts", 3_000L), 10, 5_000L, TimestampType.CREATE_TIME);
            assertThatThrownBy(() -> before.put(next))
                    .isInstanceOf(RetriableException.class)
                    .hasMessageContaining("back-0");
            try (SinkHarness after = new SinkHarness(database.settings(byTime), partition)) {
                assertThat(after.seeks).containsExactly(Map.entry(partition, 0L));
                after.put(records);
                assertThat(after.refused).isEmpty();
            }
            assertThat(database.rows("select \"id\", \"ts\" from \"back\" order by 1"))
                    .isEqualTo(written);
        }
    }

    @ParameterizedTest
    @MethodSource("databases")
    void put_recordsOfWhichDeleteWhenIsTrue_deleteTheRowsOfTheirKeys(TestDatabase database) throws Exception {
        Map<String, String> settings = database.settings(
                "columns",
                "id bigint, status text",
                "key.columns",
                "id",
                "key.from",
                "value",
                "delete.when",
                "value.status == 'closed'");
        try (SinkHarness sink = new SinkHarness(settings, new TopicPartition("closing", 0))) {
            sink.put(
                    closing(0, Map.of("id", 1L, "status", "open")),
                    closing(1, Map.of("id", 2L, "status", "open")),
                    closing(2, Map.of("id", 3L, "status", "closed")));
            sink.put(
                    closing(3, Map.of("id", 1L, "status", "closed")),
                    closing(4, Map.of("id", 2L, "status", "secret")),
                    closing(5, Map.of("id", 2L)));
            assertThat(sink.refused)
                    .singleElement()
                    .asString()
                    .startsWith(
                            "5: Setting 'delete.when': the expression has no value for this record: a field or key is"
                                    + " missing")
                    .endsWith("at column 6");
        }

        assertThat(database.rows("select \"id\", \"status\" from \"closing\"")).containsExactly("2|secret");
    }

    private static SinkRecord closing(long offset, Map<String, Object> value) {
        return SinkHarness.record("closing", 0, offset, null, null, null, value);
    }

    @ParameterizedTest
    @MethodSource("databases")
    void put_aRowWithAUniqueValueOfAnother_isReportedAndTheOtherStays(TestDatabase database) throws Exception {
        database.run("create table \"unique\" (\"id\" bigint not null primary key, \"name\" varchar(20) unique)");
        Schema value = SchemaBuilder.struct()
                .field("name", Schema.OPTIONAL_STRING_SCHEMA)
                .build();
        String[] names = {"one", "two", "one"};
        try (SinkHarness sink = new SinkHarness(database.settings(), new TopicPartition("unique", 0))) {
            for (int i = 0; i < names.length; i++) {
                Struct named = new Struct(value).put("name", names[i]);
                sink.put(SinkHarness.record("unique", 0, i, KEY, new Struct(KEY).put("id", (long) i), value, named));
            }
            assertThat(sink.refused)
                    .singleElement()
                    .asString()
                    .startsWith("2: The database refuses a row of unique: ")
                    .containsIgnoringCase("unique");
        }

        assertThat(database.rows("select \"id\", \"name\" from \"unique\" order by 1"))
                .containsExactly("0|one", "1|two");
    }

    @ParameterizedTest
    @MethodSource("databases")
    void put_aNewKeyForARowWhoseOldKeyHasANewerOne_leavesTheNewerOne(TestDatabase database) throws Exception {
        Map<String, String> settings = database.settings(
                "columns",
                "code text, n int",
                "value.format",
                "debezium",
                "key.from",
                "before",
                "key.columns",
                "code",
                "event.time",
                "ts");
        try (SinkHarness sink = new SinkHarness(settings, new TopicPartition("moved", 0))) {
            sink.put(moved(0, 100, null, "a"));
            sink.put(moved(1, 300, null, "a"));
            sink.put(moved(2, 200, "a", "b"));
            sink.put(moved(3, 400, "b", "c"));
            assertThat(sink.refused).isEmpty();
        }

        assertThat(database.rows("select \"code\", \"n\" from \"moved\" order by 1"))
                .containsExactly("a|300", "c|400");
    }

    private static SinkRecord moved(long offset, int time, @Nullable String from, String to) {
        Map<String, Object> event = new HashMap<>();
        event.put("op", "u");
        event.put("ts", (long) time);
        event.put("before", from == null ? null : Map.of("code", from));
        event.put("after", Map.of("code", to, "n", time));
        return SinkHarness.record("moved", 0, offset, null, null, null, event);
    }
}
