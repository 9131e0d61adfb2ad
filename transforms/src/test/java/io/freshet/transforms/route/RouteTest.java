package io.freshet.transforms.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RouteTest {

    private static final String CASES =
            "late-flights = value.delay > 60; jfk = value.origin == 'J;K' || value.origin == 'JFK'";

    @Test
    void apply_topicExpression_namesTheTopic() {
        SourceRecord routed =
                route("topic", "topic + '-' + value.origin.lowerAscii()").apply(source(Map.of("origin", "JFK")));

        assertThat(routed.topic()).isEqualTo("flights-jfk");
        assertThat(routed.kafkaPartition())
                .as("partitions are those of another topic")
                .isNull();
        assertThat(routed.value()).isEqualTo(Map.of("origin", "JFK"));
    }

    @Test
    void apply_cases_firstThatIsTrueNamesTheTopic() {
        Route.Record<SourceRecord> route = route("cases", CASES);

        assertThat(route.apply(source(Map.of("delay", 61L, "origin", "JFK"))).topic())
                .isEqualTo("late-flights");
        assertThat(route.apply(source(Map.of("delay", 1L, "origin", "JFK"))).topic())
                .isEqualTo("jfk");
        SourceRecord other = source(Map.of("delay", 1L, "origin", "LAX"));
        assertThat(route.apply(other)).isSameAs(other);
    }

    @Test
    void apply_casesAndTopic_topicIsForTheRest() {
        Route.Record<SourceRecord> route = route("cases", CASES, "topic", "'rest'");

        assertThat(route.apply(source(Map.of("delay", 1L, "origin", "LAX"))).topic())
                .isEqualTo("rest");
    }

    @Test
    void apply_tombstone_followsOnNull() {
        SourceRecord tombstone = source(null);

        assertThat(route("cases", CASES).apply(tombstone)).isSameAs(tombstone);
        assertThat(route("topic", "value == null ? 'gone' : 'there'", "on.null", "evaluate")
                        .apply(tombstone)
                        .topic())
                .isEqualTo("gone");
        assertThat(route("topic", "'a-' + topic").apply(tombstone).topic()).isEqualTo("a-flights");
    }

    @Test
    void apply_noTopic_followsOnErrorWithoutAWordOfThePayload() {
        SourceRecord odd = source(Map.of("origin", "to pay: 7"));

        assertThatThrownBy(() -> route("topic", "value.origin").apply(odd))
                .isInstanceOf(DataException.class)
                .hasMessage(
                        "Record of topic flights, partition 3: Setting 'topic', the expression at column 1: Expecting a"
                                + " topic's name of up to 249 of the characters a-z, A-Z, 0-9, ., _ and -. Found: another text of 9"
                                + " characters");
        assertThat(route("topic", "value.nope", "on.error", "route:odd")
                        .apply(odd)
                        .topic())
                .isEqualTo("odd");
    }

    @Test
    void apply_sinkRecord_keepsItsPartition() {
        Route.Record<SinkRecord> route = new Route.Record<>();
        route.configure(Map.of("topic", "'table_' + topic"));

        SinkRecord routed = route.apply(new SinkRecord("flights", 3, null, "k", null, Map.of(), 7));

        assertThat(routed.topic()).isEqualTo("table_flights");
        assertThat(routed.originalTopic()).isEqualTo("flights");
        assertThat(routed.kafkaPartition()).isEqualTo(3);
    }

    @Test
    void configure_wrongCase_pointsAtIt() {
        assertThatThrownBy(() -> route("cases", "late = value.delay > 60; no topic = true"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("line 1, column 26: Expecting the name of a topic. Found: no topic\n");
        assertThatThrownBy(() -> route("cases", "late = value.delay > 60; b = topic"))
                .hasMessageContaining("line 1, column 30: Expecting a bool. Found: string\n");
        assertThatThrownBy(() -> route("cases", "a = true; a = false"))
                .hasMessageContaining("column 11: 'a' is there twice");
        assertThatThrownBy(() -> route()).hasMessageContaining("Expecting an expression, or cases");
    }

    private static Route.Record<SourceRecord> route(String... settings) {
        Map<String, String> all = new HashMap<>();
        for (int i = 0; i < settings.length; i += 2) {
            all.put(settings[i], settings[i + 1]);
        }
        Route.Record<SourceRecord> route = new Route.Record<>();
        route.configure(all);
        return route;
    }

    private static SourceRecord source(@Nullable Object value) {
        return new SourceRecord(Map.of(), Map.of(), "flights", 3, null, "k", null, value, 1_000L);
    }
}
