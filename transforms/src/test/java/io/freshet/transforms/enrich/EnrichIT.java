package io.freshet.transforms.enrich;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.local.Await;
import io.freshet.local.KafkaBroker;
import io.freshet.transforms.table.TableUnavailableError;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.errors.RetriableException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Enrich and its table on a real broker. */
class EnrichIT {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static KafkaBroker broker;

    private final List<AutoCloseable> opened = new ArrayList<>();

    @BeforeAll
    static void start() {
        broker = KafkaBroker.builder().start();
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable each : opened) {
            each.close();
        }
    }

    @Test
    void apply_rowWrittenBeforeStart_isNested() {
        TableTopic airports = topic("nested");
        airports.put("JFK", "{\"name\":\"John F Kennedy Intl\",\"city\":\"New York\",\"lat\":40.6}");

        Enrich<SinkRecord> enrich = enrich(airports, "into", "origin_airport", "fields", "city,lat:latitude");

        assertThat(enrich.apply(flight("JFK")).value())
                .isEqualTo(Map.of(
                        "origin", "JFK", "delay", 7L, "origin_airport", Map.of("city", "New York", "latitude", 40.6)));
    }

    @Test
    void apply_upsertDeleteAndTombstone_areFollowed() {
        TableTopic airports = topic("followed");
        airports.put("{\"iata\":\"JFK\"}", envelope("c", "{\"iata\":\"JFK\",\"city\":\"New York\"}"));
        Enrich<SinkRecord> enrich = enrich(airports, "fields", "city", "on.miss", "null");
        assertThat(city(enrich, "JFK")).isEqualTo("New York");

        airports.put("{\"iata\":\"JFK\"}", envelope("u", "{\"iata\":\"JFK\",\"city\":\"Queens\"}"));
        awaitCity(enrich, "JFK", "Queens");

        airports.put("{\"iata\":\"JFK\"}", envelope("d", "null"));
        awaitCity(enrich, "JFK", null);

        airports.put("{\"iata\":\"JFK\"}", envelope("c", "{\"iata\":\"JFK\",\"city\":\"New York\"}"));
        awaitCity(enrich, "JFK", "New York");

        airports.put("{\"iata\":\"JFK\"}", null);
        awaitCity(enrich, "JFK", null);
    }

    @Test
    void apply_tableKeyByColumn_findsTheRowChangedLast() {
        TableTopic airports = topic("by-column", 2, Map.of());
        airports.put("{\"id\":1}", envelope("c", "{\"id\":1,\"iata\":\"IDL\",\"city\":\"New York\"}"));
        Enrich<SinkRecord> enrich = enrich(airports, "table.key", "iata", "fields", "city", "on.miss", "null");
        assertThat(city(enrich, "IDL")).isEqualTo("New York");

        airports.put("{\"id\":1}", envelope("u", "{\"id\":1,\"iata\":\"JFK\",\"city\":\"New York\"}"));
        awaitCity(enrich, "JFK", "New York");
        assertThat(city(enrich, "IDL")).isNull();

        airports.put("{\"id\":2}", envelope("c", "{\"id\":2,\"iata\":\"JFK\",\"city\":\"Queens\"}"));
        awaitCity(enrich, "JFK", "Queens");

        airports.put("{\"id\":2}", envelope("d", "null"));
        awaitCity(enrich, "JFK", "New York");
    }

    @Test
    void apply_changePositionAskedFor_isBesideTheRowsFields() {
        TableTopic airports = topic("stamped");
        airports.put("JFK", "{\"city\":\"Queens\"}");
        airports.put("JFK", "{\"city\":\"New York\"}");

        Enrich<SinkRecord> enrich =
                enrich(airports, "into", "airport", "change.position.field", "at", "change.time.field", "changed");

        Map<String, @Nullable Object> airport = new HashMap<>(Map.of("city", "New York", "at", "stamped-0@1"));
        airport.put("changed", null);
        assertThat(enrich.apply(flight("JFK")).value())
                .isEqualTo(Map.of("origin", "JFK", "delay", 7L, "airport", airport));
    }

    @Test
    void apply_moreRowsThanAllowed_failsTheTableAndNamesTheSetting() {
        TableTopic airports = topic("too-large");
        airports.put("JFK", "{\"city\":\"New York\"}");
        airports.put("LAX", "{\"city\":\"Los Angeles\"}");
        airports.put("LAX", "{\"city\":\"Los Angeles\"}");
        Enrich<SinkRecord> enrich = enrich(airports, "table.max.rows", "2");
        assertThat(city(enrich, "LAX")).isEqualTo("Los Angeles");

        airports.put("BOS", "{\"city\":\"Boston\"}");

        Await.untilTrue("the failure", SOON, () -> {
            try {
                enrich.apply(flight("LAX"));
                return false;
            } catch (TableUnavailableError e) {
                assertThat(e)
                        .hasMessage(
                                "The table of too-large has failed: Expecting at most 2 rows (table.max.rows). There are"
                                        + " more. Where the worker has the memory, raise it; else keep fewer rows in the topic, or"
                                        + " read them from the database as they are asked for (table.mode=lookup)");
                return true;
            }
        });
    }

    @Test
    void apply_recordBeforeTableOf200000RowsIsLoaded_waitsAndIsEnriched() throws Exception {
        TableTopic airports = topic("large", 4, Map.of());
        for (int i = 0; i < 199_999; i++) {
            airports.send("A" + i, "{\"city\":\"city " + i + "\"}");
        }
        airports.flush();
        airports.put("LAST", "{\"city\":\"the last one\"}");

        // The gate is what makes this hold: nothing else waits between configure and apply.
        Enrich<SinkRecord> enrich = enrich(airports, "fields", "city", "on.miss", "fail");

        assertThat(city(enrich, "LAST")).isEqualTo("the last one");
        for (int i = 0; i < 199_999; i += 1_000) {
            assertThat(city(enrich, "A" + i)).isEqualTo("city " + i);
        }
    }

    @Test
    void apply_snapshotGoesOn_waitsForItsLastRow() throws Exception {
        TableTopic airports = topic("snapshot", 2, Map.of());
        airports.put("{\"iata\":\"BOS\"}", snapshot("first", "Boston"));
        airports.put("{\"iata\":\"LAX\"}", snapshot("true", "Los Angeles"));
        Enrich<SinkRecord> enrich = enrich(airports, "fields", "city", "on.miss", "null", "table.quiet.time", "1h");
        CompletableFuture<Object> jfk = CompletableFuture.supplyAsync(() -> String.valueOf(city(enrich, "JFK")));

        for (int i = 0; i < 1_000; i++) {
            airports.put("{\"iata\":\"A" + i + "\"}", snapshot("true", "city " + i));
        }
        assertThat(jfk).isNotDone();
        airports.put("{\"iata\":\"JFK\"}", snapshot("last_in_data_collection", "New York"));

        assertThat(jfk.get(30, TimeUnit.SECONDS)).isEqualTo("New York");
    }

    @Test
    void apply_emptyTopicOrSnapshotThatNeverEnds_isReadyOnceItIsQuiet() {
        TableTopic empty = topic("empty");
        TableTopic cut = topic("cut");
        cut.put("{\"iata\":\"JFK\"}", snapshot("true", "New York"));

        assertThat(city(enrich(empty, "fields", "city", "on.miss", "null", "table.quiet.time", "1s"), "JFK"))
                .isNull();
        assertThat(city(enrich(cut, "fields", "city", "table.quiet.time", "1s"), "JFK"))
                .isEqualTo("New York");
    }

    @Test
    void apply_placeholderOfALargeValue_neverOverwritesWhatIsKnown() {
        TableTopic airports = topic("toast");
        airports.put("{\"iata\":\"JFK\"}", envelope("c", "{\"city\":\"New York\",\"runways\":3}"));
        airports.put("{\"iata\":\"JFK\"}", envelope("u", "{\"city\":\"__debezium_unavailable_value\",\"runways\":4}"));
        TableTopic unknown = topic("toast-unknown");
        unknown.put("{\"iata\":\"JFK\"}", envelope("u", "{\"city\":\"__debezium_unavailable_value\",\"runways\":4}"));

        assertThat(enrich(airports, "into", "airport").apply(flight("JFK")).value())
                .isEqualTo(Map.of("origin", "JFK", "delay", 7L, "airport", Map.of("city", "New York", "runways", 4L)));
        assertThatThrownBy(() -> enrich(unknown).apply(flight("JFK")))
                .isInstanceOf(TableUnavailableError.class)
                .hasMessageContaining(
                        "toast-unknown-0@0: A large value that did not change is not in the message, and not"
                                + " known from before. Give the table REPLICA IDENTITY FULL");
    }

    @Test
    void apply_transactions_onlyCommittedRowsAreSeen() {
        topic("transactions");
        TableTopic airports = open(new TableTopic(broker, "transactions", "writer"));
        airports.producer().initTransactions();
        airports.producer().beginTransaction();
        airports.send("JFK", "{\"city\":\"New York\"}");
        airports.producer().commitTransaction();
        airports.producer().beginTransaction();
        airports.send("JFK", "{\"city\":\"Gotham\"}");
        airports.send("BOS", "{\"city\":\"Boston\"}");
        airports.flush();
        airports.producer().abortTransaction();

        Enrich<SinkRecord> enrich = enrich(airports, "fields", "city", "on.miss", "null");

        assertThat(city(enrich, "JFK")).isEqualTo("New York");
        assertThat(city(enrich, "BOS")).isNull();
    }

    @Test
    void apply_topicDoesNotExist_failsWithAnErrorThatNamesTheSettings() {
        TableTopic airports = open(new TableTopic(broker, "absent", (String) null));
        Enrich<SinkRecord> enrich = enrich(airports, "table.ready.timeout", "2s");

        assertThatThrownBy(() -> enrich.apply(flight("JFK")))
                .isInstanceOf(TableUnavailableError.class)
                .isInstanceOf(Error.class)
                .isNotInstanceOf(RetriableException.class)
                .hasMessage("The table of absent has not loaded within 2000ms (table.ready.timeout); it has 0 rows by"
                        + " now. Topic absent does not exist");
    }

    @Test
    void apply_topicIsCreatedWhileTheRecordWaits_isEnriched() {
        TableTopic airports = open(new TableTopic(broker, "later", (String) null));
        Enrich<SinkRecord> enrich = enrich(airports, "fields", "city", "on.miss", "null");

        broker.createTopic("later", 1, Map.of());
        airports.put("JFK", "{\"city\":\"New York\"}");

        awaitCity(enrich, "JFK", "New York");
    }

    @Test
    void apply_badChange_failsTheTableAndNamesItsPosition() {
        TableTopic airports = topic("bad");
        airports.put("JFK", "{\"city\":\"New York\"}");
        airports.put("BOS", "{\"secret\":");

        Enrich<SinkRecord> enrich = enrich(airports);

        assertThatThrownBy(() -> enrich.apply(flight("JFK")))
                .isInstanceOf(TableUnavailableError.class)
                .hasMessageContaining("bad-0@1: Expecting JSON. Found: ")
                .hasMessageNotContaining("secret");
    }

    @Test
    void apply_badChangeToSkip_isSkipped() {
        TableTopic airports = topic("skipped");
        airports.put("BOS", "{\"city\":");
        airports.put("JFK", "{\"city\":\"New York\"}");

        Enrich<SinkRecord> enrich = enrich(airports, "fields", "city", "table.on.bad.change", "skip");

        assertThat(city(enrich, "JFK")).isEqualTo("New York");
    }

    @Test
    void apply_fieldThatNoRowHas_failsAndNamesTheColumns() {
        TableTopic airports = topic("typo");
        airports.put("JFK", "{\"city\":\"New York\",\"state\":\"NY\"}");

        Enrich<SinkRecord> enrich = enrich(airports, "fields", "citty,state");

        assertThatThrownBy(() -> enrich.apply(flight("JFK")))
                .isInstanceOf(TableUnavailableError.class)
                .hasMessageContaining(
                        "Setting 'fields' names column 'citty', which no row has. Columns found: [state]");
    }

    @Test
    void apply_truncateInTotallyOrderedTopic_emptiesTheTable() {
        TableTopic airports = topic("truncated");
        airports.put("{\"iata\":\"JFK\"}", envelope("c", "{\"city\":\"New York\"}"));
        airports.put(null, "{\"before\":null,\"after\":null,\"source\":{},\"op\":\"t\"}");
        airports.put("{\"iata\":\"BOS\"}", envelope("c", "{\"city\":\"Boston\"}"));

        Enrich<SinkRecord> enrich = enrich(airports, "fields", "city", "on.miss", "null");

        assertThat(city(enrich, "BOS")).isEqualTo("Boston");
        assertThat(city(enrich, "JFK")).isNull();
    }

    @Test
    void apply_truncateInCompactedTopic_isABadChange() {
        TableTopic airports = topic("compacted", 1, Map.of("cleanup.policy", "compact"));
        // A compacted topic takes no message without a key, so the key is here to get it past the broker.
        airports.put("any", "{\"before\":null,\"after\":null,\"source\":{},\"op\":\"t\"}");

        Enrich<SinkRecord> enrich = enrich(airports);

        assertThatThrownBy(() -> enrich.apply(flight("JFK")))
                .isInstanceOf(TableUnavailableError.class)
                .hasMessageContaining("compacted-0@0: A truncation has a place among the changes only in a topic of one"
                        + " partition without compaction");
    }

    @Test
    void apply_topicCreatedAnew_isReadFromItsBeginning() throws Exception {
        TableTopic airports = topic("anew");
        for (int i = 0; i < 50; i++) {
            airports.put("A" + i, "{\"city\":\"old\"}");
        }
        Enrich<SinkRecord> enrich = enrich(airports, "fields", "city", "on.miss", "null");
        assertThat(city(enrich, "A7")).isEqualTo("old");

        broker.admin().deleteTopics(List.of("anew")).all().get();
        Await.untilTrue("the topic is gone", SOON, () -> !topics().contains("anew"));
        broker.createTopic("anew", 1, Map.of());
        airports.put("A1", "{\"city\":\"new\"}");

        awaitCity(enrich, "A1", "new");
        awaitCity(enrich, "A7", null);
    }

    @Test
    void apply_topicCreatedAnewAndLongerByNow_isReadFromItsBeginning() throws Exception {
        TableTopic airports = topic("longer");
        airports.put("A0", "{\"city\":\"old\"}");
        airports.put("A1", "{\"city\":\"old\"}");
        Enrich<SinkRecord> enrich = enrich(
                airports,
                "fields",
                "city",
                "on.miss",
                "null",
                "table.consumer.metadata.max.age.ms",
                "5000",
                "table.consumer.retry.backoff.ms",
                "4000",
                "table.consumer.retry.backoff.max.ms",
                "4000");
        assertThat(city(enrich, "A0")).isEqualTo("old");

        broker.admin().deleteTopics(List.of("longer")).all().get();
        Await.untilTrue("the topic is gone", SOON, () -> !topics().contains("longer"));
        broker.createTopic("longer", 1, Map.of());
        for (int i = 1; i < 50; i++) {
            airports.send("A" + i, "{\"city\":\"new\"}");
        }
        airports.flush();

        awaitCity(enrich, "A49", "new");
        awaitCity(enrich, "A1", "new");
        awaitCity(enrich, "A0", null);
    }

    @Test
    void apply_partitionIsAdded_itsRowsAreSeen() throws Exception {
        TableTopic airports = topic("grown");
        airports.put("JFK", "{\"city\":\"New York\"}");
        Enrich<SinkRecord> enrich =
                enrich(airports, "fields", "city", "on.miss", "null", "table.consumer.metadata.max.age.ms", "500");
        assertThat(city(enrich, "JFK")).isEqualTo("New York");

        broker.admin()
                .createPartitions(Map.of("grown", NewPartitions.increaseTo(2)))
                .all()
                .get();
        Await.untilTrue("partition 1 takes a row", SOON, () -> {
            try {
                airports.producer()
                        .send(new ProducerRecord<>(
                                "grown", 1, "BOS".getBytes(UTF_8), "{\"city\":\"Boston\"}".getBytes(UTF_8)))
                        .get();
                return true;
            } catch (ExecutionException | InterruptedException | RuntimeException e) {
                return false;
            }
        });

        awaitCity(enrich, "BOS", "Boston");
    }

    @Test
    void apply_brokerRestarts_goesOnServingAndThenFollows() {
        try (KafkaBroker own = KafkaBroker.builder().start();
                TableTopic airports = new TableTopic(own, "restarted", 1, Map.of())) {
            airports.put("JFK", "{\"city\":\"New York\"}");
            Enrich<SinkRecord> enrich = enrich(airports, "fields", "city", "on.miss", "null");
            assertThat(city(enrich, "JFK")).isEqualTo("New York");

            own.stop();
            assertThat(city(enrich, "JFK")).isEqualTo("New York");
            own.start();
            airports.put("JFK", "{\"city\":\"Queens\"}");

            awaitCity(enrich, "JFK", "Queens");
            enrich.close();
        }
    }

    @Test
    void apply_missPolicies_doAsTheySay() {
        TableTopic airports = topic("misses");
        airports.put("JFK", "{\"city\":\"New York\"}");
        SinkRecord unknown = flight("XXX");

        assertThat(enrich(airports, "on.miss", "pass", "into", "airport").apply(unknown))
                .isSameAs(unknown);
        assertThat(enrich(airports, "on.miss", "null", "into", "airport")
                        .apply(unknown)
                        .value())
                .isEqualTo(withNull("airport"));
        assertThat(enrich(airports, "on.miss", "null").apply(unknown).value()).isEqualTo(withNull("city"));

        SinkRecord tagged =
                enrich(airports, "on.miss", "tag", "into", "airport").apply(unknown);
        assertThat(tagged.value()).isEqualTo(unknown.value());
        assertThat(tagged.headers().lastWithName("freshet.enrich.miss").value()).isEqualTo("misses");
        assertThat(unknown.headers()).isEmpty();

        assertThatThrownBy(() -> enrich(airports, "on.miss", "fail").apply(unknown))
                .isInstanceOf(DataException.class)
                .hasMessage("Record of topic flights, partition 3: no row of misses has the key in origin");
    }

    @Test
    void apply_keyFromElsewhere_isReadThere() {
        TableTopic airports = topic("elsewhere");
        airports.put("JFK", "{\"city\":\"New York\"}");
        SinkRecord record = new SinkRecord("flights", 3, Schema.STRING_SCHEMA, "JFK", null, new HashMap<>(), 42);
        record.headers().addString("origin", "BOS").addString("origin", "JFK");
        Object expected = Map.of("city", "New York");

        assertThat(enrich(airports, "key", ".", "key.from", "key").apply(record).value())
                .isEqualTo(expected);
        assertThat(enrich(airports, "key.from", "header").apply(record).value()).isEqualTo(expected);

        SinkRecord keyed = new SinkRecord("flights", 3, null, Map.of("id", 7L), null, Map.of("origin", "JFK"), 42);
        Enrich.Key<SinkRecord> enrichKey = new Enrich.Key<>();
        opened.add(enrichKey);
        enrichKey.configure(airports.enrich("key.from", "value"));
        assertThat(enrichKey.apply(keyed).key()).isEqualTo(Map.of("id", 7L, "city", "New York"));
        assertThat(enrichKey.apply(keyed).value()).isEqualTo(keyed.value());
    }

    @Test
    void apply_recordThatCannotBeJoined_followsOnError() {
        TableTopic airports = topic("errors");
        airports.put("JFK", "{\"city\":\"New York\"}");
        Map<String, Object> value = Map.of("origin", List.of("secret"));
        SourceRecord bad = source(value);
        String why =
                "Setting 'key' (origin): Expecting text, a number, a boolean, a UUID, bytes or a time as a key. Found: "
                        + List.of("secret").getClass().getName();

        assertThatThrownBy(() -> sourceEnrich(airports).apply(bad))
                .isInstanceOf(DataException.class)
                .hasMessage("Record of topic flights, partition null: " + why);
        assertThat(sourceEnrich(airports, "on.error", "pass").apply(bad)).isSameAs(bad);
        Map<String, Object> withNull = new HashMap<>(value);
        withNull.put("city", null);
        assertThat(sourceEnrich(airports, "on.error", "null").apply(bad).value())
                .isEqualTo(withNull);
        SourceRecord tagged = sourceEnrich(airports, "on.error", "tag").apply(bad);
        assertThat(tagged.value()).isEqualTo(value);
        assertThat(tagged.headers().lastWithName("freshet.enrich.error").value())
                .isEqualTo(why);

        SourceRecord routed =
                sourceEnrich(airports, "on.error", "route:bad-flights").apply(bad);
        assertThat(routed.topic()).isEqualTo("bad-flights");
        assertThat(routed.kafkaPartition()).isNull();
        assertThat(routed.value()).isEqualTo(value);
        assertThat(routed.sourceOffset()).isEqualTo(bad.sourceOffset());
        assertThat(routed.headers().lastWithName("freshet.enrich.error").value())
                .isEqualTo(why);
        SourceRecord scalar = source("secret");
        assertThatThrownBy(() ->
                        sourceEnrich(airports, "key.from", "key", "key", ".").apply(scalar))
                .hasMessage("Record of topic flights, partition null: Expecting a Struct or a Map to enrich. Found:"
                        + " java.lang.String");
    }

    @Test
    void apply_missToRoute_goesToTheTopicInSourcesAndFailsTheTaskInSinks() {
        TableTopic airports = topic("routes");
        airports.put("JFK", "{\"city\":\"New York\"}");

        SourceRecord routed =
                sourceEnrich(airports, "on.miss", "route:lost-flights").apply(source(Map.of("origin", "XXX")));

        assertThat(routed.topic()).isEqualTo("lost-flights");
        assertThat(routed.value()).isEqualTo(Map.of("origin", "XXX"));
        assertThat(routed.headers().lastWithName("freshet.enrich.miss").value()).isEqualTo("routes");
        assertThatThrownBy(
                        () -> enrich(airports, "on.miss", "route:lost-flights").apply(flight("XXX")))
                .isInstanceOf(Error.class)
                .hasMessage("route:lost-flights is for source connectors, which have no dead letter queue. In a sink"
                        + " connector use fail, with errors.tolerance=all and errors.deadletterqueue.topic.name");
    }

    @Test
    void apply_nullKeyField_isAMissAndNullValueIsUntouched() {
        TableTopic airports = topic("nulls");
        airports.put("JFK", "{\"city\":\"New York\"}");
        Enrich<SinkRecord> enrich = enrich(airports, "on.miss", "tag");
        Map<String, Object> noOrigin = new HashMap<>(Map.of("delay", 7L));
        noOrigin.put("origin", null);

        assertThat(enrich.apply(flight(noOrigin)).headers().lastWithName("freshet.enrich.miss"))
                .isNotNull();
        SinkRecord tombstone = flight((Object) null);
        assertThat(enrich.apply(tombstone)).isSameAs(tombstone);
    }

    @Test
    void configure_equalSettings_shareOneTableUntilTheLastCloses() {
        TableTopic airports = topic("shared");
        airports.put("JFK", "{\"city\":\"New York\"}");

        Enrich<SinkRecord> origin = enrich(airports, "fields", "city", "into", "a");
        Enrich<SinkRecord> destination = enrich(airports, "fields", "city:town", "into", "b");
        Enrich<SinkRecord> other = enrich(airports, "into", "c");
        origin.apply(flight("JFK"));
        destination.apply(flight("JFK"));
        other.apply(flight("JFK"));
        assertThat(feeds("shared")).isEqualTo(2);

        origin.close();
        origin.close();
        assertThat(destination.apply(flight("JFK")).value())
                .isEqualTo(Map.of("origin", "JFK", "delay", 7L, "b", Map.of("town", "New York")));
        destination.close();
        other.close();
        Await.untilTrue("the feeds have ended", SOON, () -> feeds("shared") == 0);
    }

    @Test
    void configure_refusedConsumerSetting_namesIt() {
        TableTopic airports = topic("refused");

        assertThatThrownBy(() -> enrich(airports, "table.consumer.group.id", "g"))
                .isInstanceOf(ConfigException.class)
                .hasMessage("Setting 'table.consumer.group.id' is not for users: the table reads all partitions,"
                        + " committed messages, without a group");
        assertThatThrownBy(() -> enrich(airports, "table.consumer.fetch.min.bytes", "many"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("fetch.min.bytes");
    }

    private static long feeds(String topic) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("freshet-table-" + topic))
                .count();
    }

    private static Set<String> topics() {
        try {
            return broker.admin().listTopics().names().get();
        } catch (InterruptedException | ExecutionException e) {
            throw new AssertionError(e);
        }
    }

    private TableTopic topic(String name) {
        return topic(name, 1, Map.of());
    }

    private TableTopic topic(String name, int partitions, Map<String, String> config) {
        return open(new TableTopic(broker, name, partitions, config));
    }

    private <T extends AutoCloseable> T open(T resource) {
        opened.add(resource);
        return resource;
    }

    private Enrich<SinkRecord> enrich(TableTopic table, String... settings) {
        Enrich.Value<SinkRecord> enrich = new Enrich.Value<>();
        enrich.configure(table.enrich(settings));
        opened.add(enrich);
        return enrich;
    }

    private Enrich<SourceRecord> sourceEnrich(TableTopic table, String... settings) {
        Enrich.Value<SourceRecord> enrich = new Enrich.Value<>();
        enrich.configure(table.enrich(settings));
        opened.add(enrich);
        return enrich;
    }

    private static SourceRecord source(Object value) {
        return new SourceRecord(
                Map.of("partition", 0),
                Map.of("offset", 7L),
                "flights",
                null,
                Schema.STRING_SCHEMA,
                "JFK",
                null,
                value);
    }

    private static SinkRecord flight(String origin) {
        return flight(new HashMap<>(Map.of("origin", origin, "delay", 7L)));
    }

    private static SinkRecord flight(@Nullable Object value) {
        return new SinkRecord("flights", 3, Schema.STRING_SCHEMA, "k", null, value, 42);
    }

    private static Map<String, Object> withNull(String field) {
        Map<String, Object> value = new HashMap<>(Map.of("origin", "XXX", "delay", 7L));
        value.put(field, null);
        return value;
    }

    private static @Nullable Object city(Enrich<SinkRecord> enrich, String origin) {
        return ((Map<?, ?>) enrich.apply(flight(origin)).value()).get("city");
    }

    private static void awaitCity(Enrich<SinkRecord> enrich, String origin, @Nullable String city) {
        Await.untilTrue(origin + " is in " + city, SOON, () -> Objects.equals(city(enrich, origin), city));
    }

    private static String snapshot(String marker, String city) {
        return envelope("r", "{\"city\":\"" + city + "\"}")
                .replace("\"table\":", "\"snapshot\":\"" + marker + "\",\"table\":");
    }

    private static String envelope(String op, String after) {
        return "{\"before\":null,\"after\":" + after + ",\"source\":{\"table\":\"airports\"},\"op\":\"" + op + "\"}";
    }
}
