package io.freshet.transforms.enrich;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.local.Await;
import io.freshet.local.KafkaBroker;
import io.freshet.local.Ports;
import io.freshet.local.TcpProxy;
import io.freshet.transforms.table.TableUnavailableError;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.header.Header;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a table says of its freshness, and what comes of it, on a broker that can be cut off and refuses who is not meant. */
class FreshnessIT {

    private static final Duration SOON = Duration.ofSeconds(60);
    private static final MBeanServer MBEANS = ManagementFactory.getPlatformMBeanServer();

    private static KafkaBroker broker;
    private static TcpProxy network;

    private final List<AutoCloseable> opened = new ArrayList<>();

    @BeforeAll
    static void start() {
        int behind = Ports.free();
        network = TcpProxy.to(behind);
        broker = KafkaBroker.builder()
                .secondListener(behind, network.port())
                .config("authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer")
                .config("allow.everyone.if.no.acl.found", "true")
                .start();
    }

    @AfterAll
    static void stop() {
        network.close();
        broker.close();
    }

    @AfterEach
    void close() throws Exception {
        network.heal();
        for (AutoCloseable each : opened) {
            each.close();
        }
        assertThat(MBEANS.queryNames(new ObjectName("freshet.enrich:*"), null)).isEmpty();
    }

    @Test
    void metrics_ofATableAndItsRecords_tellWhatHappened() {
        TableTopic airports = topic("told");
        airports.put("JFK", "{\"city\":\"New York\"}");
        airports.put("BOS", "{\"city\":\"Boston\"}");
        airports.put("LAX", "{");
        airports.put("BOS", null);
        Enrich<SinkRecord> enrich = enrich(
                airports,
                "table.name",
                "airports",
                "metrics.name",
                "origin",
                "table.on.bad.change",
                "skip",
                "on.miss",
                "drop",
                "on.error",
                "drop");

        assertThat(city(enrich, "JFK")).isEqualTo("New York");
        assertThat(enrich.apply(flight("BOS"))).isNull();
        assertThat(enrich.apply(flight(List.of()))).isNull();

        Await.untilTrue("a proof of freshness", SOON, () -> table("airports", "staleness-seconds") < 1.5);
        assertThat(table("airports", "ready")).isEqualTo(1);
        assertThat(table("airports", "failed")).isZero();
        assertThat(table("airports", "feed-up")).isEqualTo(1);
        assertThat(table("airports", "rows")).isEqualTo(1);
        assertThat(table("airports", "records-lag")).isZero();
        assertThat(table("airports", "lag-seconds")).isZero();
        Await.untilTrue("a poll", SOON, () -> table("airports", "last-poll-seconds-ago") < 5);
        assertThat(table("airports", "changes-applied-total")).isEqualTo(3);
        assertThat(table("airports", "changes-bad-total")).isEqualTo(1);
        assertThat(table("airports", "load-remaining")).isZero();
        assertThat(join("origin", "hits-total")).isEqualTo(1);
        assertThat(join("origin", "misses-total")).isEqualTo(1);
        assertThat(join("origin", "errors-total")).isEqualTo(1);
        assertThat(join("origin", "dropped-total")).isEqualTo(2);
        assertThat(join("origin", "gate-wait-seconds-total")).isPositive();
    }

    @Test
    void name_unset_isTheTopicAndAHash_andAnothersNameIsNotTaken() {
        TableTopic airports = topic("named");
        enrich(airports);
        enrich(airports, "table.ready.timeout", "1s");
        enrich(airports, "fields", "city");
        enrich(airports, "table.name", "mine", "fields", "lat");
        enrich(airports, "table.name", "mine", "fields", "lon");

        List<String> names = MBEANS.queryNames(pattern("table-metrics,*"), null).stream()
                .map(name -> name.getKeyProperty("table"))
                .sorted()
                .toList();

        assertThat(names).hasSize(4);
        assertThat(names.get(0)).isEqualTo("mine");
        assertThat(names.get(1)).matches("mine-[0-9a-f]{8}");
        assertThat(names.subList(2, 4)).allMatch(name -> name.matches("named-[0-9a-f]{8}"));
    }

    @Test
    void cut_ofTheFeed_isSeenThoughPollsGoOn_andFollowsOnStale() {
        TableTopic airports = topic("cut");
        airports.put("JFK", "{\"city\":\"New York\"}");
        Enrich<SinkRecord> passes = cutOff(airports, "table.name", "cut", "metrics.name", "passes", "on.stale", "pass");
        Enrich<SinkRecord> tags = cutOff(airports, "on.stale", "tag");
        Enrich<SinkRecord> fails = cutOff(airports, "metrics.name", "fails");
        Enrich<SinkRecord> tolerates = cutOff(airports, "on.unavailable", "tolerate");
        Enrich<SinkRecord> forgets = forgetful(airports);
        assertThat(city(fails, "JFK")).isEqualTo("New York");

        network.cut();
        airports.put("JFK", "{\"city\":\"Queens\"}");
        Await.untilTrue("the table is stale", SOON, () -> table("cut", "staleness-seconds") > 2.1);

        Await.untilTrue("polls to go on", SOON, () -> table("cut", "last-poll-seconds-ago") < 2);
        assertThat(city(passes, "JFK")).isEqualTo("New York");
        assertThat(city(forgets, "JFK")).isEqualTo("New York");
        SinkRecord tagged = tags.apply(flight("JFK"));
        assertThat(tagged.value()).isEqualTo(Map.of("origin", "JFK", "city", "New York"));
        Header header = tagged.headers().lastWithName("freshet.enrich.stale");
        assertThat(header.value()).isEqualTo("cut");
        assertThatThrownBy(() -> fails.apply(flight("JFK")))
                .isInstanceOf(TableUnavailableError.class)
                .hasMessageMatching("The table of cut is not known to be up to date since \\d+ms"
                        + " \\(table.max.staleness=2000ms, on.stale=fail\\): it is behind its topic, or no broker"
                        + " answers");
        assertThatThrownBy(() -> tolerates.apply(flight("JFK")))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("The table of cut is not known to be up to date since");
        assertThat(join("passes", "stale-answers-total")).isEqualTo(1);
        assertThat(join("passes", "hits-total")).isEqualTo(1);
        assertThat(join("fails", "unavailable-total")).isEqualTo(1);
        Await.untilTrue("the feed is known to be down", SOON, () -> table("cut", "feed-up") == 0);
        assertThat(table("cut", "feed-failures-total")).isPositive();

        network.heal();
        Await.untilTrue("the table is fresh", SOON, () -> table("cut", "staleness-seconds") < 2);
        assertThat(city(fails, "JFK")).isEqualTo("Queens");
        assertThat(table("cut", "feed-up")).isEqualTo(1);
        assertThat(tags.apply(flight("JFK")).headers().lastWithName("freshet.enrich.stale"))
                .isNull();
    }

    @Test
    void deletedTopic_isStaleAndServed_untilItIsThereAgain() throws Exception {
        TableTopic airports = topic("deleted");
        airports.put("JFK", "{\"city\":\"New York\"}");
        Enrich<SinkRecord> fails = enrich(airports, "table.name", "deleted", "table.max.staleness", "2s");
        Enrich<SinkRecord> serves = enrich(airports);
        assertThat(city(fails, "JFK")).isEqualTo("New York");

        broker.admin().deleteTopics(List.of("deleted")).all().get();
        Await.untilTrue("the feed is down", SOON, () -> table("deleted", "feed-up") == 0);
        Await.untilTrue("the table is stale", SOON, () -> table("deleted", "staleness-seconds") > 2.1);
        assertThat(city(serves, "JFK")).isEqualTo("New York");
        assertThatThrownBy(() -> fails.apply(flight("JFK"))).isInstanceOf(TableUnavailableError.class);

        broker.createTopic("deleted", 1, Map.of());
        airports.put("JFK", "{\"city\":\"Queens\"}");
        Await.untilTrue("the new rows are there", SOON, () -> Objects.equals(city(serves, "JFK"), "Queens"));
        Await.untilTrue("the table is fresh", SOON, () -> table("deleted", "staleness-seconds") < 2);
        assertThat(city(fails, "JFK")).isEqualTo("Queens");
    }

    @Test
    void lostAuthorisation_isStaleAndServed_untilItIsGiven() throws Exception {
        TableTopic airports = topic("forbidden");
        airports.put("JFK", "{\"city\":\"New York\"}");
        Enrich<SinkRecord> fails = enrich(airports, "table.name", "forbidden", "table.max.staleness", "2s");
        Enrich<SinkRecord> serves = enrich(airports);
        assertThat(city(fails, "JFK")).isEqualTo("New York");
        AclBinding denied = new AclBinding(
                new ResourcePattern(ResourceType.TOPIC, "forbidden", PatternType.LITERAL),
                new AccessControlEntry("User:*", "*", AclOperation.READ, AclPermissionType.DENY));

        broker.admin().createAcls(List.of(denied)).all().get();
        Await.untilTrue("the feed is down", SOON, () -> table("forbidden", "feed-up") == 0);
        Await.untilTrue("the table is stale", SOON, () -> table("forbidden", "staleness-seconds") > 2.1);
        assertThat(city(serves, "JFK")).isEqualTo("New York");
        assertThatThrownBy(() -> fails.apply(flight("JFK"))).isInstanceOf(TableUnavailableError.class);

        broker.admin().deleteAcls(List.of(denied.toFilter())).all().get();
        airports.put("JFK", "{\"city\":\"Queens\"}");
        Await.untilTrue("the new row is there", SOON, () -> Objects.equals(city(serves, "JFK"), "Queens"));
        Await.untilTrue("the table is fresh", SOON, () -> table("forbidden", "staleness-seconds") < 2);
        assertThat(city(fails, "JFK")).isEqualTo("Queens");
    }

    @Test
    void addedPartition_isReadAtOnce() throws Exception {
        TableTopic airports = topic("added");
        airports.put("JFK", "{\"city\":\"New York\"}");
        Enrich<SinkRecord> enrich = enrich(airports, "table.name", "added", "table.max.staleness", "20s");
        assertThat(city(enrich, "JFK")).isEqualTo("New York");

        broker.admin()
                .createPartitions(Map.of("added", NewPartitions.increaseTo(8)))
                .all()
                .get();
        Await.untilTrue("a row in the new ones", SOON, () -> {
            for (int i = 0; i < 20; i++) {
                airports.put("A" + i, "{\"city\":\"a city\"}");
            }
            return table("added", "rows") > 20;
        });

        for (int i = 0; i < 20; i++) {
            assertThat(city(enrich, "A" + i)).isEqualTo("a city");
        }
    }

    @Test
    void gate_tolerated_waitsOnceForAllRecords() {
        TableTopic airports = open(new TableTopic(broker, "never", (String) null));
        Enrich<SinkRecord> enrich = enrich(
                airports, "table.ready.timeout", "2s", "on.unavailable", "tolerate", "metrics.name", "tolerates");

        for (int i = 0; i < 50; i++) {
            assertThatThrownBy(() -> enrich.apply(flight("JFK")))
                    .isInstanceOf(DataException.class)
                    .hasMessageContaining("has not loaded within 2000ms (table.ready.timeout)");
        }

        assertThat(join("tolerates", "gate-wait-seconds-total")).isBetween(1.9, 60.0);
        assertThat(join("tolerates", "unavailable-total")).isEqualTo(50);
    }

    @Test
    void gate_interrupted_endsAtOnceWithTheError() throws InterruptedException {
        TableTopic airports = open(new TableTopic(broker, "interrupted", (String) null));
        Enrich<SinkRecord> enrich = enrich(airports, "table.ready.timeout", "1h");
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        Thread task = new Thread(() -> {
            try {
                enrich.apply(flight("JFK"));
            } catch (TableUnavailableError e) {
                thrown.set(Thread.currentThread().isInterrupted() ? e : new AssertionError("not interrupted"));
            }
        });
        task.start();
        Await.untilTrue("the record waits", SOON, () -> task.getState() == Thread.State.TIMED_WAITING);

        task.interrupt();
        task.join(SOON.toMillis());

        assertThat(thrown.get()).hasMessage("Interrupted while waiting for the table of interrupted");
    }

    private TableTopic topic(String name) {
        return open(new TableTopic(broker, name, 1, Map.of()));
    }

    private <T extends AutoCloseable> T open(T resource) {
        opened.add(resource);
        return resource;
    }

    private Enrich<SinkRecord> enrich(TableTopic table, String... settings) {
        return enrich(table.enrich(settings));
    }

    /** One that the network can be cut from, and holds its table stale after two seconds. */
    private Enrich<SinkRecord> cutOff(TableTopic table, String... settings) {
        Map<String, String> all = table.enrich(settings);
        all.put("table.bootstrap.servers", "127.0.0.1:" + network.port());
        all.put("table.max.staleness", "2s");
        return enrich(all);
    }

    private Enrich<SinkRecord> forgetful(TableTopic table) {
        Map<String, String> all = table.enrich();
        all.put("table.bootstrap.servers", "127.0.0.1:" + network.port());
        return enrich(all);
    }

    private Enrich<SinkRecord> enrich(Map<String, String> settings) {
        Enrich.Value<SinkRecord> enrich = new Enrich.Value<>();
        enrich.configure(settings);
        return open(enrich);
    }

    private static SinkRecord flight(Object origin) {
        Map<String, Object> value = new HashMap<>(Map.of("origin", origin));
        return new SinkRecord("flights", 3, Schema.STRING_SCHEMA, "k", null, value, 42);
    }

    private static @Nullable Object city(Enrich<SinkRecord> enrich, String origin) {
        return ((Map<?, ?>) enrich.apply(flight(origin)).value()).get("city");
    }

    private static double table(String name, String attribute) {
        return value("table-metrics,table=" + name, attribute);
    }

    private static double join(String name, String attribute) {
        return value("join-metrics,name=" + name, attribute);
    }

    private static double value(String bean, String attribute) {
        try {
            return (double) MBEANS.getAttribute(new ObjectName("freshet.enrich:type=" + bean), attribute);
        } catch (InstanceNotFoundException e) {
            throw new AssertionError("There are " + MBEANS.queryNames(pattern("*"), null), e);
        } catch (JMException e) {
            throw new AssertionError(e);
        }
    }

    private static ObjectName pattern(String type) {
        try {
            return new ObjectName("freshet.enrich:type=" + type);
        } catch (JMException e) {
            throw new AssertionError(e);
        }
    }
}
