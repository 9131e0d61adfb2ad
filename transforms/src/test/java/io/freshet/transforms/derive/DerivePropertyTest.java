package io.freshet.transforms.derive;

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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Against fields that are worked out in plain Java: 10,000 records of each shape, and of each all that becomes of it, schemas,
 * the message of an error included.
 */
class DerivePropertyTest {

    private static final int RULES = 6;
    private static final int RECORDS_OF_EACH = 1_667;

    private static final List<List<String>> PLACES = List.of(
            List.of("n"), List.of("b"), List.of("x", "y"), List.of("x", "z"), List.of("e", "n"), List.of("a", "c"));

    /** The same for all shapes: to check them is what takes time. */
    private static final List<Rule> ALL = rules();

    /** What a field is to be. */
    private record Derived(List<String> place, Formula formula, TypeOf type) {}

    /** The type of a field beside the types of a record's value, null where these leave it open. */
    private interface TypeOf {
        @Nullable
        Schema in(Schema value);
    }

    private record Rule(boolean ofKey, List<Derived> fields, String onError) {
        String text() {
            return String.join("; ", fields.stream().map(Rule::text).toList());
        }

        private static String text(Derived field) {
            return String.join(".", field.place) + " = " + field.formula.text();
        }

        /** Returns how many characters stand before a field's formula. */
        int startOf(int index) {
            int start = 0;
            for (Derived field : fields.subList(0, index)) {
                start += text(field).length() + "; ".length();
            }
            return start + String.join(".", fields.get(index).place).length() + " = ".length();
        }
    }

    private static List<Rule> rules() {
        GeneratedFormulas formulas = new GeneratedFormulas(3);
        List<Rule> rules = new ArrayList<>();
        for (int i = 0; i < RULES; i++) {
            Map<List<String>, Derived> fields = new LinkedHashMap<>();
            for (int j = 0; j <= i % 3; j++) {
                List<String> place = formulas.oneOf(PLACES);
                fields.put(place, derived(place, formulas));
            }
            rules.add(new Rule(
                    i % 5 == 0,
                    List.copyOf(fields.values()),
                    formulas.oneOf(List.of("fail", "fail", "null", "null", "tag", "pass", "drop"))));
        }
        return rules;
    }

    private static Derived derived(List<String> place, GeneratedFormulas formulas) {
        return formulas.oneOf(List.<Supplier<Derived>>of(
                        () -> of(place, formulas.some(1, formulas::truth), Schema.OPTIONAL_BOOLEAN_SCHEMA),
                        () -> of(place, formulas.some(1, formulas::string), Schema.OPTIONAL_STRING_SCHEMA),
                        () -> of(place, formulas.some(1, formulas::whole), Schema.OPTIONAL_INT64_SCHEMA),
                        () -> of(place, formulas.some(1, formulas::floating), Schema.OPTIONAL_FLOAT64_SCHEMA),
                        () -> of(
                                place,
                                List.of(formulas.time()),
                                org.apache.kafka.connect.data.Timestamp.builder()
                                        .optional()
                                        .build()),
                        () -> field(place, formulas),
                        () -> field(place, formulas),
                        () -> operation(place, formulas)))
                .get();
    }

    private static Derived of(List<String> place, List<Formula> formula, Schema type) {
        return new Derived(place, formula.get(0), value -> type);
    }

    private static Derived field(List<String> place, GeneratedFormulas formulas) {
        Formula field = formulas.field();
        return new Derived(place, field, value -> ReferenceTypes.ofField(field.path(), value));
    }

    private static Derived operation(List<String> place, GeneratedFormulas formulas) {
        Formula left = formulas.field();
        Formula right = formulas.field();
        String operator = formulas.oneOf(List.of("+", "-", "*", "/", "%"));
        return new Derived(
                place,
                Formula.arithmetic(operator, left, right),
                value -> ReferenceTypes.of(
                        operator,
                        ReferenceTypes.ofField(left.path(), value),
                        ReferenceTypes.ofField(right.path(), value)));
    }

    @ParameterizedTest
    @EnumSource(Shape.class)
    void apply_generatedFieldsAndRecords_isWhatPlainJavaSays(Shape shape) {
        GeneratedRecords records = new GeneratedRecords(shape.name().hashCode());
        for (Rule rule : ALL) {
            try (Derive<?> derive = rule.ofKey ? new Derive.Key<>() : new Derive.Value<>()) {
                derive.configure(Map.of("fields", rule.text(), "on.error", rule.onError));
                for (int i = 0; i < RECORDS_OF_EACH; i++) {
                    check(rule, derive, i % 2 == 0 ? records.next(shape) : records.nextOfSource(shape));
                }
            }
        }
    }

    @SuppressWarnings("unchecked") // it takes records of all connectors
    private static <R extends ConnectRecord<R>> void check(Rule rule, Derive<?> derive, ConnectRecord<?> generated) {
        R record = rule.ofKey ? with((R) generated, true, generated.valueSchema(), generated.value()) : (R) generated;
        assertThat(Outcome.of((Derive<R>) derive, record)
                        .withoutColumns(rule.text().length()))
                .as("%s of %s", rule, record)
                .isEqualTo(expected(rule, record));
    }

    private static <R extends ConnectRecord<R>> R with(
            R record, boolean key, @Nullable Schema schema, @Nullable Object value) {
        return record.newRecord(
                record.topic(),
                record.kafkaPartition(),
                key ? schema : record.keySchema(),
                key ? value : record.key(),
                key ? record.valueSchema() : schema,
                key ? record.value() : value,
                record.timestamp(),
                record.headers());
    }

    private static <R extends ConnectRecord<R>> Outcome expected(Rule rule, R record) {
        Object whole = record.value();
        if (whole == null) {
            return Outcome.of(record);
        }
        try {
            if (whole instanceof Struct struct) {
                Struct derived = derived(rule, record, struct);
                return Outcome.of(with(record, rule.ofKey, derived.schema(), derived));
            }
            if (whole instanceof Map<?, ?> map) {
                return Outcome.of(with(record, rule.ofKey, record.valueSchema(), derived(rule, record, map)));
            }
            throw new Refused("Expecting a Struct or a Map to add fields to. Found: "
                    + whole.getClass().getName());
        } catch (Refused e) {
            return onError(rule, record, String.valueOf(e.getMessage()));
        }
    }

    private static <R extends ConnectRecord<R>> Outcome onError(Rule rule, R record, String error) {
        return switch (rule.onError) {
            case "pass", "null" -> Outcome.of(record);
            case "drop" -> Outcome.of((ConnectRecord<?>) null);
            case "tag" -> Outcome.of(Fallback.tagged(record, "freshet.derive.error", error));
            default -> Outcome.failure("Record of topic flights, partition " + record.kafkaPartition() + ": " + error);
        };
    }

    private static Map<String, Object> derived(Rule rule, ConnectRecord<?> record, Map<?, ?> map) {
        Map<List<String>, @Nullable Object> values = new LinkedHashMap<>();
        for (int i = 0; i < rule.fields.size(); i++) {
            Derived field = rule.fields.get(i);
            values.put(field.place, Formula.schemaless(value(rule, i, record)));
        }
        Map<String, Object> copy = new HashMap<>();
        map.forEach((name, value) -> copy.put(String.valueOf(name), value));
        values.forEach((place, value) -> put(copy, place, value));
        return copy;
    }

    @SuppressWarnings({"unchecked", "NullAway"}) // what a map holds
    private static void put(Map<String, Object> map, List<String> place, @Nullable Object value) {
        String name = place.get(0);
        if (place.size() == 1) {
            map.put(name, value);
            return;
        }
        Object inner = map.get(name);
        if (inner != null && !(inner instanceof Map)) {
            throw new Refused("Expecting a Map in field '" + name + "'. Found: "
                    + inner.getClass().getName());
        }
        Map<String, Object> copy = inner == null ? new HashMap<>() : new HashMap<>((Map<String, Object>) inner);
        put(copy, place.subList(1, place.size()), value);
        map.put(name, copy);
    }

    /** Types first, as there is no struct without; then the structs that fields go into, then values. */
    private static Struct derived(Rule rule, ConnectRecord<?> record, Struct struct) {
        Map<List<String>, Schema> types = new LinkedHashMap<>();
        for (int i = 0; i < rule.fields.size(); i++) {
            Schema type = rule.fields.get(i).type.in(struct.schema());
            if (type == null) {
                throw new Refused("Setting 'fields', the expression at column " + (rule.startOf(i) + 1)
                        + ": Expecting a type that the record's schema tells. Found: one that only its values tell;"
                        + " int(), double(), string(), bool() or timestamp() around it says which");
            }
            types.put(rule.fields.get(i).place, type);
        }
        Schema schema = extended(struct.schema(), types);
        Map<List<String>, @Nullable Object> values = new HashMap<>();
        for (int i = 0; i < rule.fields.size(); i++) {
            Derived field = rule.fields.get(i);
            Object value = value(rule, i, record);
            Schema type = types.get(field.place);
            values.put(field.place, ReferenceTypes.typed(field.formula.path(), struct, value, type));
        }
        return filled(schema, struct, values);
    }

    private static @Nullable Object value(Rule rule, int index, ConnectRecord<?> record) {
        try {
            return rule.fields.get(index).formula.of(record);
        } catch (NoValue e) {
            if (rule.onError.equals("null")) {
                return null;
            }
            throw new Refused("Setting 'fields': the expression has no value for this record: " + e.rule());
        }
    }

    /** Fields stay where they are; new ones come after, in their order. */
    private static Schema extended(@Nullable Schema input, Map<List<String>, Schema> types) {
        Map<String, Schema> additions = new LinkedHashMap<>();
        for (String name : names(types)) {
            Schema leaf = types.get(List.of(name));
            Field field = input == null ? null : input.field(name);
            if (leaf == null && field != null && field.schema().type() != Schema.Type.STRUCT) {
                throw new Refused("Expecting a Struct in field '" + name + "'. Found: "
                        + field.schema().type());
            }
            additions.put(
                    name, leaf != null ? leaf : extended(field == null ? null : field.schema(), below(types, name)));
        }
        SchemaBuilder builder = SchemaBuilder.struct();
        if (input == null || input.isOptional()) {
            builder.optional();
        }
        if (input != null && input.name() != null) {
            builder.name(input.name());
        }
        if (input != null) {
            for (Field field : input.fields()) {
                Schema added = additions.remove(field.name());
                builder.field(field.name(), added == null ? field.schema() : added);
            }
        }
        additions.forEach(builder::field);
        return builder.build();
    }

    /** A struct that is null stays null; one that was not there is made. */
    private static Struct filled(Schema schema, @Nullable Struct input, Map<List<String>, @Nullable Object> values) {
        Struct filled = new Struct(schema);
        for (Field field : schema.fields()) {
            String name = field.name();
            Struct around = input == null || input.schema().field(name) == null ? null : input;
            Object before = around == null ? null : around.getWithoutDefault(name);
            if (values.containsKey(List.of(name))) {
                filled.put(name, values.get(List.of(name)));
            } else if (!names(values).contains(name)) {
                filled.put(name, before);
            } else if (around == null || before != null) {
                filled.put(name, filled(field.schema(), (Struct) before, below(values, name)));
            }
        }
        return filled;
    }

    private static List<String> names(Map<List<String>, ?> byPlace) {
        return byPlace.keySet().stream().map(place -> place.get(0)).distinct().toList();
    }

    private static <T extends @Nullable Object> Map<List<String>, T> below(Map<List<String>, T> byPlace, String name) {
        Map<List<String>, T> below = new LinkedHashMap<>();
        byPlace.forEach((place, value) -> {
            if (place.get(0).equals(name) && place.size() > 1) {
                below.put(place.subList(1, place.size()), value);
            }
        });
        return below;
    }

    /** Why a record gets no fields. */
    private static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Refused(String message) {
            super(message);
        }
    }
}
