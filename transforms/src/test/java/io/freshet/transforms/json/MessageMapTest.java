package io.freshet.transforms.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MessageMapTest {

    private static final String FLIGHT =
            "{\"date\":\"2001/01/01\", \"delay\" : 9.50,\"via\":[1,{\"a\":2}],\"to\":{\"iata\":\"SFO\",\"gate\":7},\"note\":\"\\u00e9\"}";

    private final PlainJson json = new PlainJson();

    @Test
    void view_flight_hasTheValuesOfTheMapThatIsReadAtOnce() {
        MessageMap flight = message(FLIGHT);

        assertThat(flight.get("delay")).isEqualTo(9.5);
        assertThat(flight).isEqualTo(json.read(FLIGHT.getBytes(UTF_8))).hasSize(5);
        assertThat(flight.keySet()).containsExactly("date", "delay", "via", "to", "note");
        assertThat(flight.get("to")).isInstanceOf(MessageMap.class).isSameAs(flight.get("to"));
        assertThat(flight.get("via")).isSameAs(flight.get("via"));
    }

    @Test
    void writeTo_untouched_isTheTextThatCameIn() {
        MessageMap flight = message(FLIGHT);

        assertThat(text(flight)).isEqualTo(FLIGHT);
        assertThat(text(flight.copy())).isEqualTo(FLIGHT);
        assertThat(flight.get("date")).isEqualTo("2001/01/01");
        assertThat(text(flight)).isEqualTo(FLIGHT);
        assertThat(flight.get("to")).isEqualTo(Map.of("iata", "SFO", "gate", 7L));
        assertThat(text(flight)).isEqualTo(FLIGHT.replace("\"to\":", "to="));
        assertThat(text(message(" {\n} "))).isEqualTo("{}");
    }

    @Test
    void writeTo_afterChanges_keepsTheTextOfTheFieldsBetween() {
        MessageMap flight = message(FLIGHT);
        flight.put("date", null);
        flight.remove("via");
        flight.put("gate", 3L);
        flight.put("note", "x");
        ((Map<?, ?>) nested(flight, "to")).remove("iata");

        assertThat(text(flight)).isEqualTo("{date=null,\"delay\" : 9.50,to={\"gate\":7},note=x,gate=3}");
        assertThat(flight.keySet()).containsExactly("date", "delay", "to", "note", "gate");
    }

    @Test
    void copy_changed_leavesTheOriginal() {
        MessageMap flight = message(FLIGHT);
        flight.put("gate", 1L);
        MessageMap copy = flight.copy();

        copy.put("gate", 2L);
        copy.remove("date");
        flight.put("delay", 0L);

        assertThat(text(flight)).startsWith("{\"date\":\"2001/01/01\",delay=0,").endsWith(",gate=1}");
        assertThat(text(copy)).startsWith("{\"delay\" : 9.50,").endsWith(",gate=2}");
    }

    @Test
    void copy_afterANestedMapWasChanged_hasTheChange() {
        MessageMap flight = message(FLIGHT);
        @SuppressWarnings("unchecked")
        Map<Object, Object> to = (Map<Object, Object>) nested(flight, "to");
        to.put("iata", "OAK");

        assertThat(flight.copy()).isEqualTo(flight).extractingByKey("to").isSameAs(to);
    }

    @Test
    void put_fieldThatWasRemoved_isThereAgain() {
        MessageMap flight = message("{\"a\":1}");

        assertThat(flight.remove("a")).isEqualTo(1L);
        assertThat(flight.remove("a")).isNull();
        assertThat(flight).isEmpty();
        assertThat(flight.put("a", null)).isNull();
        assertThat(flight).containsEntry("a", null).hasSize(1);
    }

    @Test
    void iterator_entryThatWasRemoved_keepsItsValue() {
        MessageMap flight = message("{\"a\":1,\"b\":2}");
        flight.put("b", 3L);
        List<Map.Entry<Object, @Nullable Object>> entries = new ArrayList<>(flight.entrySet());

        flight.clear();

        assertThat(flight).isEmpty();
        assertThat(entries).extracting(Map.Entry::getValue).containsExactly(1L, 3L);
    }

    @Test
    void iterator_removeWithoutNext_isRefused() {
        Iterator<?> entries = message("{\"a\":1}").entrySet().iterator();
        assertThatThrownBy(entries::remove).isInstanceOf(IllegalStateException.class);
        entries.next();
        entries.remove();
        assertThatThrownBy(entries::remove).isInstanceOf(IllegalStateException.class);
        assertThat(entries.hasNext()).isFalse();
    }

    @Test
    void append_otherNames_goOutAsBytesBetweenTheMessageAndWhatIsAdded() {
        MessageMap flight = message("{\"a\":1, \"b\" :2}");

        assertThat(flight.append(message("{\"c\": 3,\"d\":[4]}"))).isTrue();
        assertThat(flight.append(message("{\"e\":5}"))).isTrue();
        flight.put("f", 6L);

        assertThat(text(flight)).isEqualTo("{\"a\":1, \"b\" :2,\"c\": 3,\"d\":[4],\"e\":5,f=6}");
        assertThat(flight).isEqualTo(Map.of("a", 1L, "b", 2L, "c", 3L, "d", List.of(4L), "e", 5L, "f", 6L));
        assertThat(flight.keySet()).containsExactly("a", "b", "c", "d", "e", "f");
        assertThat(flight.copy()).isEqualTo(flight);
        assertThat(text(flight.copy())).isEqualTo(text(flight));
    }

    @Test
    void append_changedAfterwards_isAsIfEachFieldHadBeenPut() {
        MessageMap flight = message("{\"a\":1}");
        flight.append(message("{\"b\":2,\"c\":3}"));
        MessageMap copy = flight.copy();

        assertThat(flight.put("b", 20L)).isEqualTo(2L);
        assertThat(flight.remove("c")).isEqualTo(3L);
        assertThat(flight.remove("x")).isNull();
        assertThat(flight).isEqualTo(Map.of("a", 1L, "b", 20L)).hasSize(2);
        assertThat(text(flight)).isEqualTo("{\"a\":1,b=20}");
        assertThat(flight.put("c", 30L)).isNull();
        assertThat(text(flight)).isEqualTo("{\"a\":1,b=20,c=30}");
        assertThat(text(copy)).isEqualTo("{\"a\":1,\"b\":2,\"c\":3}");
        copy.clear();
        assertThat(copy).isEmpty();
        assertThat(text(copy)).isEqualTo("{}");
    }

    @Test
    void append_nameThatIsThereOrWasOrAfterAnotherField_isRefused() {
        MessageMap flight = message("{\"a\":1,\"b\":2}");
        assertThat(flight.append(message("{\"x\":1,\"b\":3}"))).isFalse();
        flight.remove("b");
        assertThat(flight.append(message("{\"x\":1,\"b\":3}"))).isFalse();
        assertThat(flight.append(message("{\"x\":1}"))).isTrue();
        assertThat(flight.append(message("{\"x\":2}"))).isFalse();
        flight.put("y", 1L);
        assertThat(flight.append(message("{\"z\":1}"))).isFalse();
        assertThat(text(flight)).isEqualTo("{\"a\":1,\"x\":1,y=1}");
    }

    @Test
    void iterator_removeOfEachKindOfField_removesIt() {
        for (String gone : List.of("a", "b", "c", "d")) {
            MessageMap flight = message("{\"a\":1}");
            flight.append(message("{\"b\":2,\"c\":3}"));
            flight.put("d", 4L);
            Map<Object, @Nullable Object> expected = new HashMap<>(flight);
            expected.remove(gone);

            Iterator<Map.Entry<Object, @Nullable Object>> entries =
                    flight.entrySet().iterator();
            while (entries.hasNext()) {
                if (gone.equals(entries.next().getKey())) {
                    assertThat(entries.hasNext()).isEqualTo(!gone.equals("d"));
                    entries.remove();
                }
            }

            assertThat(flight).isEqualTo(expected).hasSize(3);
        }
    }

    @Test
    void namesAreText_otherKeysPut_isFalse() {
        MessageMap flight = message("{\"a\":1}");
        assertThat(flight.namesAreText()).isTrue();
        flight.put("b", 1L);
        assertThat(flight.namesAreText()).isTrue();
        flight.put(null, 1L);
        assertThat(flight.namesAreText()).isFalse();
        assertThat(flight.get(null)).isEqualTo(1L);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[{\"a\":1}]",
                "{\"a\":1,\"a\":2}",
                "{\"a\":1,\"b\":1,\"\\u0061\":2}",
                "{\"a\":007}",
                "{\"Aa\":1,\"BB\":2,\"Aa\":3}",
            })
    void view_notAnObjectOfDifferentNamesOrUnusual_isReadAtOnce(String document) {
        byte[] bytes = document.getBytes(UTF_8);
        assertThat(json.view(bytes)).isNotInstanceOf(MessageMap.class).isEqualTo(json.read(bytes));
    }

    @Test
    void view_objectOfManyFields_isReadAtOnce() {
        assertThat(json.view(wide(128))).isInstanceOf(MessageMap.class).isEqualTo(json.read(wide(128)));
        assertThat(json.view(wide(129))).isInstanceOf(HashMap.class).isEqualTo(json.read(wide(129)));
    }

    @Test
    void view_namesWithTheSameHash_areDifferentFields() {
        MessageMap map = message("{\"Aa\":1,\"BB\":2}");

        assertThat(map.get("Aa")).isEqualTo(1L);
        assertThat(map.get("BB")).isEqualTo(2L);
        assertThat(map.get("C#")).isNull();
    }

    @Test
    void view_everyPrefixOfADocument_isRefused() {
        byte[] document = FLIGHT.getBytes(UTF_8);
        for (int length = 1; length < document.length; length++) {
            byte[] prefix = Arrays.copyOf(document, length);
            assertThatThrownBy(() -> json.view(prefix)).hasMessageStartingWith("Expecting JSON.");
        }
    }

    @Test
    void view_nestedDeeply_isReadStepByStepAndThenAtOnce() {
        Object at = json.view(("{\"a\":".repeat(100) + "[1]" + "}".repeat(100)).getBytes(UTF_8));
        int views = 0;
        while (at instanceof Map<?, ?> map) {
            views += map instanceof MessageMap ? 1 : 0;
            at = map.get("a");
        }
        assertThat(at).isEqualTo(List.of(1L));
        assertThat(views).isBetween(2, 20);
    }

    @Test
    void view_byManyThreads_isWhatOneReads() {
        List<byte[]> documents = IntStream.range(0, 3_000)
                .mapToObj(
                        i -> "{\"a" + i % 7 + "\":{\"n" + i % 1_500 + "\":" + i + "},\"b" + i % 5 + "\":\"" + i + "\"}")
                .map(text -> text.getBytes(UTF_8))
                .toList();

        assertThat(IntStream.range(0, 8)
                        .parallel()
                        .mapToObj(thread -> documents.stream().map(json::view).toList()))
                .allSatisfy(views -> assertThat(views)
                        .isEqualTo(documents.stream().map(new PlainJson()::read).toList()));
    }

    private MessageMap message(String document) {
        Object message = json.view(document.getBytes(UTF_8));
        assertThat(message).isInstanceOf(MessageMap.class);
        return (MessageMap) message;
    }

    private static Object nested(Map<?, ?> map, String name) {
        Object nested = map.get(name);
        assertThat(nested).isNotNull();
        return nested;
    }

    private static byte[] wide(int fields) {
        return IntStream.range(0, fields)
                .mapToObj(i -> "\"f" + i + "\":" + i)
                .collect(Collectors.joining(",", "{", "}"))
                .getBytes(UTF_8);
    }

    /** Fields of the message are shown as they stand there, others with an equals sign. */
    private static String text(MessageMap map) {
        List<String> parts = new ArrayList<>();
        map.writeTo(new MessageMap.Parts() {
            @Override
            public void untouched(byte[] document, int from, int to) {
                parts.add(new String(document, from, to - from, UTF_8));
            }

            @Override
            public void field(@Nullable Object name, @Nullable Object value) {
                parts.add(name + "=" + (value instanceof MessageMap nested ? text(nested) : value));
            }
        });
        return "{" + String.join(",", parts) + "}";
    }
}
