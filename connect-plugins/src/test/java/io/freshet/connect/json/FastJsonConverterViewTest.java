package io.freshet.connect.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.transforms.json.MessageMap;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.json.JsonConverter;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.transforms.Cast;
import org.apache.kafka.connect.transforms.ExtractField;
import org.apache.kafka.connect.transforms.Flatten;
import org.apache.kafka.connect.transforms.HoistField;
import org.apache.kafka.connect.transforms.InsertField;
import org.apache.kafka.connect.transforms.MaskField;
import org.apache.kafka.connect.transforms.ReplaceField;
import org.apache.kafka.connect.transforms.TimestampConverter;
import org.apache.kafka.connect.transforms.Transformation;
import org.apache.kafka.connect.transforms.ValueToKey;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The map over a message's bytes, held against the one that Kafka's JsonConverter makes of them. */
class FastJsonConverterViewTest {
    private static final int DOCUMENTS = 4_000;

    private final JsonConverter kafkas = new JsonConverter();
    private final FastJsonConverter ours = new FastJsonConverter();

    /** One thing done to a map, and what came of it. */
    private interface Step {
        @Nullable
        Object take(Map<Object, @Nullable Object> map);
    }

    FastJsonConverterViewTest() {
        kafkas.configure(Map.of("schemas.enable", "false"), false);
        ours.configure(Map.of("schemas.enable", "false"), false);
    }

    @Test
    void view_readFieldByField_hasTheValuesOfKafkasMap() {
        RandomJson documents = new RandomJson(11);
        for (int i = 0; i < DOCUMENTS; i++) {
            Read read = next(documents);
            List<Object> names = new ArrayList<>(read.map.keySet());
            for (Object name : names) {
                same(read.view.get(name), read.map.get(name), read);
                same(read.view.containsKey(name), true, read);
            }
            same(read.view.get("no such field"), null, read);
            same(read.view.containsKey("no such field"), false, read);
            equal(read.view, read.map, read);
        }
    }

    @Test
    void view_changedAtRandom_staysEqualToAMapThatIsChangedAlike() {
        Random random = new Random(12);
        RandomJson documents = new RandomJson(13);
        for (int i = 0; i < DOCUMENTS; i++) {
            Read read = next(documents);
            for (int steps = random.nextInt(12); steps > 0; steps--) {
                Step step = step(random, read.map);
                same(step.take(read.view), step.take(read.map), read);
                same(read.view.size(), read.map.size(), read);
            }
            equal(read.view, read.map, read);
        }
    }

    @Test
    void view_changedAtRandom_isWrittenAsWhatKafkasConverterWrites() {
        Random random = new Random(14);
        RandomJson documents = new RandomJson(15);
        for (int i = 0; i < DOCUMENTS; i++) {
            Read read = next(documents);
            for (int steps = random.nextInt(6); steps > 0; steps--) {
                Step step = step(random, read.map);
                same(step.take(read.view), step.take(read.map), read);
                if (random.nextBoolean()) {
                    changeNested(random, read);
                }
            }
            Object expected = written(kafkas.fromConnectData("t", null, read.map));
            same(written(ours.fromConnectData("t", null, read.view)), expected, read);
            same(written(kafkas.fromConnectData("t", null, read.view)), expected, read);
        }
    }

    @Test
    void view_copied_changesByItself() {
        Random random = new Random(16);
        RandomJson documents = new RandomJson(17);
        for (int i = 0; i < DOCUMENTS; i++) {
            Read original = next(documents);
            for (int steps = random.nextInt(4); steps > 0; steps--) {
                Step step = step(random, original.map);
                same(step.take(original.view), step.take(original.map), original);
            }
            Read copy = new Read(
                    original.view instanceof MessageMap view ? view.copy() : new HashMap<>(original.view),
                    new HashMap<>(original.map),
                    original.text);
            for (int steps = random.nextInt(6); steps > 0; steps--) {
                Read changed = random.nextBoolean() ? copy : original;
                Step step = step(random, changed.map);
                same(step.take(changed.view), step.take(changed.map), changed);
            }
            equal(original.view, original.map, original);
            equal(copy.view, copy.map, copy);
        }
    }

    @Test
    void view_untouched_goesOutAsItCameIn() {
        RandomJson documents = new RandomJson(18);
        for (int i = 0; i < DOCUMENTS; i++) {
            Read read = next(documents);
            if (read.view instanceof MessageMap) {
                String out = new String(ours.fromConnectData("t", null, read.view), UTF_8);
                assertThat(read.text.replaceAll("^[ \r\n\t]*\\{[ \r\n\t]*", "{"))
                        .startsWith(out.substring(0, out.length() - 1));
            }
        }
    }

    @Test
    void view_inTransformationsOfKafka_givesWhatAnotherMapGives() {
        RandomJson documents = new RandomJson(19);
        String flight =
                "{\"date\":\"2001/01/01 01:10\",\"delay\":95,\"fare\":12.50,\"origin\":{\"iata\":\"HNL\",\"a\":{\"b\":1}},\"destination\":\"SFO\",\"id\":\"7\"}";
        List<Read> reads = new ArrayList<>();
        byte[] document = flight.getBytes(UTF_8);
        reads.add(read(document, (Map<?, ?>) kafkas.toConnectData("t", document).value()));
        for (int i = 0; i < DOCUMENTS / 4; i++) {
            reads.add(next(documents));
        }
        for (Transformation<SourceRecord> transformation : transformations()) {
            int applied = 0;
            for (Read read : reads) {
                Map<Object, @Nullable Object> map = inOrder(again(read), read.map);
                Outcome expected = Outcome.of(() -> parts(transformation.apply(record(map))));
                Outcome actual = Outcome.of(() -> parts(transformation.apply(record(read.view))));
                assertThat(actual)
                        .as("%s of %s", transformation.getClass(), read.text)
                        .isEqualTo(expected);
                applied += expected.isValue() ? 1 : 0;
            }
            assertThat(applied).as("%s applied", transformation.getClass()).isPositive();
        }
    }

    /** Where a transformation makes two fields into one of the same name, the order of the map decides which stays. */
    private static Map<Object, @Nullable Object> inOrder(Map<?, ?> order, Map<?, ?> map) {
        Map<Object, @Nullable Object> ordered = new LinkedHashMap<>();
        for (Object name : order.keySet()) {
            Object value = map.get(name);
            ordered.put(
                    name,
                    value instanceof Map<?, ?> nested && order.get(name) instanceof Map<?, ?> nestedOrder
                            ? inOrder(nestedOrder, nested)
                            : value);
        }
        return ordered;
    }

    private Map<?, ?> again(Read read) {
        return (Map<?, ?>) Objects.requireNonNull(
                ours.toConnectData("t", read.text.getBytes(UTF_8)).value());
    }

    private static List<Transformation<SourceRecord>> transformations() {
        return List.of(
                configured(new ReplaceField.Value<>(), Map.of("exclude", "delay", "renames", "origin:from,a:b")),
                configured(new ReplaceField.Value<>(), Map.of("include", "delay,origin,id")),
                configured(
                        new InsertField.Value<>(),
                        Map.of("topic.field", "topic", "static.field", "origin", "static.value", "x")),
                configured(new Cast.Value<>(), Map.of("spec", "delay:string,id:int32")),
                configured(new Flatten.Value<>(), Map.of("delimiter", "_")),
                configured(new ExtractField.Value<>(), Map.of("field", "origin")),
                configured(new ExtractField.Value<>(), Map.of("field", "origin.a", "field.syntax.version", "V2")),
                configured(new HoistField.Value<>(), Map.of("field", "flight")),
                configured(new MaskField.Value<>(), Map.of("fields", "date,delay,destination")),
                configured(new ValueToKey<>(), Map.of("fields", "origin,destination")),
                configured(
                        new TimestampConverter.Value<>(),
                        Map.of("field", "date", "target.type", "unix", "format", "yyyy/MM/dd HH:mm")));
    }

    private static Transformation<SourceRecord> configured(
            Transformation<SourceRecord> transformation, Map<String, String> settings) {
        transformation.configure(settings);
        return transformation;
    }

    private static SourceRecord record(Map<?, ?> value) {
        return new SourceRecord(Map.of(), Map.of(), "flights", null, null, null, null, value);
    }

    /** The record's parts, and their bytes as Kafka's converter reads them. */
    private Object parts(SourceRecord record) {
        List<@Nullable Object> parts = new ArrayList<>();
        parts.add(record.key());
        parts.add(record.value());
        parts.add(written(ours.fromConnectData("t", record.keySchema(), record.key())));
        parts.add(written(ours.fromConnectData("t", record.valueSchema(), record.value())));
        return parts;
    }

    /** A step that means the same to every map of these keys. */
    private static Step step(Random random, Map<Object, @Nullable Object> map) {
        Object key = key(random, map);
        Object value = value(random);
        return switch (random.nextInt(22)) {
            case 0, 1, 2 -> m -> m.put(key, value);
            case 3, 4 -> m -> m.remove(key);
            case 5 -> m -> m.get(key);
            case 6 -> m -> m.containsKey(key);
            case 7 -> m -> m.containsValue(value);
            case 8 -> m -> m.putIfAbsent(key, value);
            case 9 -> m -> m.getOrDefault(key, "else");
            case 10 -> m -> m.computeIfPresent(key, (k, v) -> v instanceof Long ? null : "computed");
            case 11 -> m -> m.merge(key, "merged", (a, b) -> a instanceof String ? a + "+" + b : b);
            case 12 -> m -> m.keySet().remove(key);
            case 13 -> m -> m.values().removeAll(Collections.singleton(value));
            case 14 -> m -> m.entrySet().removeIf(entry -> entry.getValue() instanceof Boolean);
            case 15 -> m -> m.keySet().retainAll(strings(m.keySet()));
            case 16 -> m -> setEach(m, key, value);
            case 17 -> m -> removeEach(m, key);
            case 18 ->
                m -> {
                    m.putAll(Map.of("p1", 1L, "p2", "two"));
                    return null;
                };
            case 19 ->
                m -> {
                    m.replaceAll((k, v) -> v == null ? "was null" : v);
                    return null;
                };
            case 20 -> m -> m.entrySet().contains(Map.entry("a", "b")) || m.remove(key, value);
            default -> random.nextInt(20) > 0 ? Map::isEmpty : FastJsonConverterViewTest::clear;
        };
    }

    private static Object clear(Map<Object, @Nullable Object> map) {
        map.keySet().clear();
        return map.size();
    }

    private static Set<Object> strings(Collection<Object> keys) {
        return keys.stream().filter(String.class::isInstance).collect(Collectors.toSet());
    }

    private static Object setEach(Map<Object, @Nullable Object> map, @Nullable Object key, @Nullable Object value) {
        Map<Object, @Nullable Object> before = new HashMap<>();
        for (Map.Entry<Object, @Nullable Object> entry : map.entrySet()) {
            if (Objects.equals(entry.getKey(), key)) {
                before.put("it", entry.setValue(value));
                before.put("now", entry.getValue());
            }
        }
        return before;
    }

    private static Object removeEach(Map<Object, @Nullable Object> map, @Nullable Object key) {
        Map<Object, @Nullable Object> before = new HashMap<>();
        Iterator<Map.Entry<Object, @Nullable Object>> entries = map.entrySet().iterator();
        while (entries.hasNext()) {
            Map.Entry<Object, @Nullable Object> entry = entries.next();
            if (Objects.equals(entry.getKey(), key)) {
                entries.remove();
                before.put("it", entry.getValue());
            }
        }
        return before;
    }

    private static @Nullable Object key(Random random, Map<Object, @Nullable Object> map) {
        List<Object> keys = new ArrayList<>(map.keySet());
        return switch (random.nextInt(8)) {
            case 0 -> random.nextInt(10) == 0 ? null : "new";
            case 1 -> random.nextInt(10) == 0 ? 7L : "newer";
            case 2 -> "id";
            default -> keys.isEmpty() ? "a" : keys.get(random.nextInt(keys.size()));
        };
    }

    private static @Nullable Object value(Random random) {
        return switch (random.nextInt(6)) {
            case 0 -> null;
            case 1 -> random.nextInt(3000) - 100L;
            case 2 -> 1.25;
            case 3 -> new HashMap<>(Map.of("x", "y"));
            case 4 -> true;
            default -> "text \"\n\u00e9";
        };
    }

    @SuppressWarnings("unchecked")
    private static void changeNested(Random random, Read read) {
        Object key = key(random, read.map);
        if (read.map.get(key) instanceof Map<?, ?> nested) {
            ((Map<Object, Object>) nested).put("changed", 1L);
            ((Map<Object, Object>) Objects.requireNonNull(read.view.get(key))).put("changed", 1L);
        } else if (read.map.get(key) instanceof List<?> nested) {
            ((List<Object>) nested).add("changed");
            ((List<Object>) Objects.requireNonNull(read.view.get(key))).add("changed");
        }
    }

    private static void equal(Map<Object, @Nullable Object> view, Map<Object, @Nullable Object> map, Read read) {
        same(view, map, read);
        same(map, view, read);
        same(view.hashCode(), map.hashCode(), read);
        same(view.keySet(), map.keySet(), read);
        same(view.entrySet(), map.entrySet(), read);
        same(new HashMap<>(view), map, read);
        same(bag(view.values()), bag(map.values()), read);
    }

    private static Map<Object, Integer> bag(Collection<@Nullable Object> values) {
        Map<Object, Integer> bag = new HashMap<>();
        for (Object value : values) {
            bag.merge(String.valueOf(value == null ? null : value.hashCode()), 1, Integer::sum);
        }
        return bag;
    }

    /** Of many thousands of comparisons only those that fail are worth their description. */
    private static void same(@Nullable Object actual, @Nullable Object expected, Read read) {
        if (!Objects.equals(actual, expected)) {
            assertThat(actual).as(read.text).isEqualTo(expected);
        }
    }

    /** What Kafka's converter reads again; of the pairs that a map with other keys than text becomes the order is open. */
    private @Nullable Object written(byte @Nullable [] json) {
        Object value = kafkas.toConnectData("t", json).value();
        return value instanceof List<?> pairs ? new HashSet<>(pairs) : value;
    }

    /** The next object that can be read. */
    private Read next(RandomJson documents) {
        while (true) {
            byte[] document = documents.nextObject();
            try {
                if (kafkas.toConnectData("t", document).value() instanceof Map<?, ?> map) {
                    return read(document, map);
                }
            } catch (DataException e) {
                assertThat(e).hasMessageContaining("Converting byte[]");
            }
        }
    }

    @SuppressWarnings("unchecked")
    private Read read(byte[] document, Map<?, ?> map) {
        return new Read(
                (Map<Object, @Nullable Object>)
                        Objects.requireNonNull(ours.toConnectData("t", document).value()),
                (Map<Object, @Nullable Object>) map,
                new String(document, UTF_8));
    }

    private record Read(Map<Object, @Nullable Object> view, Map<Object, @Nullable Object> map, String text) {}
}
