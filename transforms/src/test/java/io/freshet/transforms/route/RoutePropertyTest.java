package io.freshet.transforms.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.transforms.expression.Formula;
import io.freshet.transforms.expression.GeneratedFormulas;
import io.freshet.transforms.expression.GeneratedRecords;
import io.freshet.transforms.expression.GeneratedRecords.Shape;
import io.freshet.transforms.expression.NoValue;
import io.freshet.transforms.record.Fallback;
import io.freshet.transforms.record.Outcome;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.header.ConnectHeaders;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Against cases and topics that are worked out in plain Java: 10,000 records of each shape, and of each all that becomes of it,
 * the message of an error included.
 */
class RoutePropertyTest {

    private static final int RULES = 30;
    private static final int RECORDS_OF_EACH = 334;

    /** The same for all shapes: to check them is what takes time. */
    private static final List<Rule> ALL = rules();

    /** Cases for the topics one and two, and the topic of the rest; without the ones, or without the other. */
    private record Rule(List<Formula> cases, @Nullable Formula topic, String onNull, String onError) {

        String casesText() {
            return "one = " + cases.get(0).text() + "; two = " + cases.get(1).text();
        }

        Map<String, String> settings() {
            Map<String, String> settings = new HashMap<>(Map.of("on.null", onNull, "on.error", onError));
            if (!cases.isEmpty()) {
                settings.put("cases", casesText());
            }
            if (topic != null) {
                settings.put("topic", topic.text());
            }
            return settings;
        }

        int longest() {
            return settings().values().stream().mapToInt(String::length).max().orElse(0);
        }

        boolean asksForValue() {
            return (topic != null && topic.asksForValue()) || cases.stream().anyMatch(Formula::asksForValue);
        }
    }

    private static List<Rule> rules() {
        GeneratedFormulas formulas = new GeneratedFormulas(2);
        List<Formula> conditions = formulas.some(2 * RULES, formulas::condition);
        List<Formula> topics = formulas.some(RULES, formulas::text);
        List<Rule> rules = new ArrayList<>();
        for (int i = 0; i < RULES; i++) {
            rules.add(new Rule(
                    i % 3 == 0 ? List.of() : conditions.subList(2 * i, 2 * i + 2),
                    i % 3 == 1 ? null : topics.get(i),
                    formulas.oneOf(List.of("pass", "evaluate")),
                    formulas.oneOf(List.of("fail", "fail", "tag", "pass", "drop", "route:odd"))));
        }
        return rules;
    }

    @ParameterizedTest
    @EnumSource(Shape.class)
    void apply_generatedRulesAndRecords_isWhatPlainJavaSays(Shape shape) {
        GeneratedRecords records = new GeneratedRecords(shape.name().hashCode());
        for (Rule rule : ALL) {
            try (Route.Record<?> route = new Route.Record<>()) {
                route.configure(rule.settings());
                for (int i = 0; i < RECORDS_OF_EACH; i++) {
                    boolean sink = i % 2 == 0 && !rule.onError.equals("route:odd");
                    check(rule, route, sink ? records.next(shape) : records.nextOfSource(shape));
                }
            }
        }
    }

    @SuppressWarnings("unchecked") // a route takes records of all connectors
    private static <R extends ConnectRecord<R>> void check(Rule rule, Route.Record<?> route, ConnectRecord<?> record) {
        assertThat(Outcome.of((Route.Record<R>) route, (R) record).withoutColumns(rule.longest()))
                .as("%s of %s", rule, record)
                .isEqualTo(expected(rule, (R) record));
    }

    private static <R extends ConnectRecord<R>> Outcome expected(Rule rule, R record) {
        if (record.value() == null && rule.asksForValue() && rule.onNull.equals("pass")) {
            return Outcome.of(record);
        }
        String setting = "Setting 'cases'";
        int start = "one = ".length();
        try {
            for (int i = 0; i < rule.cases.size(); i++) {
                Formula condition = rule.cases.get(i);
                Object value = condition.of(record);
                if (!(value instanceof Boolean)) {
                    return onError(
                            rule,
                            record,
                            setting + ": Expecting a bool of the expression at column " + (start + 1) + ". Found: "
                                    + Formula.typeOf(value));
                }
                if (value.equals(true)) {
                    return routed(record, i == 0 ? "one" : "two");
                }
                start += condition.text().length() + "; two = ".length();
            }
            if (rule.topic == null) {
                return Outcome.of(record);
            }
            setting = "Setting 'topic'";
            start = 0;
            return toTopic(rule, record, rule.topic.of(record));
        } catch (NoValue e) {
            return onError(rule, record, setting + ": the expression has no value for this record: " + e.rule());
        }
    }

    private static <R extends ConnectRecord<R>> Outcome toTopic(Rule rule, R record, @Nullable Object topic) {
        if (!(topic instanceof String name)) {
            return onError(
                    rule,
                    record,
                    "Setting 'topic': Expecting a string of the expression at column 1. Found: "
                            + Formula.typeOf(topic));
        }
        boolean fits = name.matches("[a-zA-Z0-9._-]{1,249}") && !name.matches("[.]{1,2}");
        return fits
                ? routed(record, name)
                : onError(
                        rule,
                        record,
                        "Setting 'topic', the expression at column 1: Expecting a topic's name of up to"
                                + " 249 of the characters a-z, A-Z, 0-9, ., _ and -. Found: another text of "
                                + name.length()
                                + " characters");
    }

    private static <R extends ConnectRecord<R>> Outcome routed(R record, String topic) {
        boolean stays = topic.equals(record.topic()) || record instanceof SinkRecord;
        return Outcome.of(
                moved(record, topic, stays ? record.kafkaPartition() : null, new ConnectHeaders(record.headers())));
    }

    private static <R extends ConnectRecord<R>> R moved(
            R record, String topic, @Nullable Integer partition, ConnectHeaders headers) {
        return record.newRecord(
                topic,
                partition,
                record.keySchema(),
                record.key(),
                record.valueSchema(),
                record.value(),
                record.timestamp(),
                headers);
    }

    private static <R extends ConnectRecord<R>> Outcome onError(Rule rule, R record, String error) {
        return switch (rule.onError) {
            case "pass" -> Outcome.of(record);
            case "drop" -> Outcome.of((ConnectRecord<?>) null);
            case "tag" -> Outcome.of(Fallback.tagged(record, "freshet.route.error", error));
            case "route:odd" -> {
                ConnectHeaders headers = new ConnectHeaders(record.headers());
                headers.addString("freshet.route.error", error);
                yield Outcome.of(moved(record, "odd", null, headers));
            }
            default -> Outcome.failure("Record of topic flights, partition " + record.kafkaPartition() + ": " + error);
        };
    }
}
