package io.freshet.transforms.table.codec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.freshet.transforms.table.change.BadChangeException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is read in one pass over the bytes is what the formats make of the opened document. */
class QuickJsonTest {

    private static final List<String> COLUMNS = List.of("city", "fee", "id", "lat", "nested", "open", "since", "tags");

    @ParameterizedTest
    @EnumSource(names = {"DETECT", "DEBEZIUM", "DEBEZIUM_UNWRAPPED", "UPSERT"})
    void decode_generatedMessages_isTheSameBothWays(TableFormat format) {
        Random random = new Random(format.name().hashCode());
        for (List<String> kept : List.of(List.<String>of(), COLUMNS, List.of("city", "__op"))) {
            Pair codecs = new Pair(format, kept);
            for (int i = 0; i < 1_000; i++) {
                Generated message = new Generated(random);
                codecs.compare(message.key(), message.value(), i % 250 == 0);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"city\":\"a\",\"city\":\"b\"}",
                "{\"op\":\"c\",\"op\":\"d\",\"source\":{},\"after\":{\"city\":\"a\"}}",
                "{\"after\":{\"city\":\"a\"},\"after\":null,\"op\":\"d\",\"source\":{}}",
                "{\"op\":\"u\",\"source\":{\"ts_ms\":1},\"source\":{\"lsn\":5},\"after\":{\"city\":\"a\",\"city\":null}}",
                "{\"op\":\"u\",\"source\":{\"ts_ms\":1},\"after\":{\"city\":\"a\"},\"before\":{\"city\":\"b\"}}",
                "{\"payload\":{\"city\":\"a\"},\"schema\":{\"type\":\"struct\",\"fields\":["
                        + "{\"type\":\"string\",\"field\":\"city\"}]}}",
                "{\"payload\":{\"city\":\"a\"},\"schema\":null}",
                "{\"schema\":null,\"payload\":{\"city\":\"a\"}}",
                "{\"schema\":{\"a\":1},\"city\":\"x\"}",
                "{\"schema\":\"public\",\"city\":\"x\"}",
                "{\"type\":\"x\",\"table\":\"y\",\"city\":\"x\"}",
                " { \"city\" : \"x\" , \"lat\" : 1.50 } ",
                "{\"c\\u0069ty\":\"x\"}",
                "{\"city\":\"\\u00e9\\n\",\"lat\":-0.0,\"id\":-0}",
                "{\"city\":12345678901234567890,\"lat\":1e5,\"id\":0.1e-7}",
                "{\"lat\":0.30000000000000004,\"id\":123456789012345678,\"city\":\"\"}",
                "{\"lat\":1234567890123456789.25,\"id\":9007199254740993.5}",
                "{\"city\":\"__debezium_unavailable_value\",\"tags\":[\"__debezium_unavailable_value\"]}",
                "{\"city\":{\"a\":[1,{\"b\":null}]},\"tags\":[]}",
                "{}",
            })
    void decode_unusualMessage_isTheSameBothWays(String value) {
        for (TableFormat format : new TableFormat[] {TableFormat.DETECT, TableFormat.DEBEZIUM, TableFormat.UPSERT}) {
            for (List<String> kept : List.of(List.<String>of(), List.of("city", "lat"))) {
                new Pair(format, kept).compare("{\"id\":1}", value, false);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"a\":1,\"a\":2}",
                "{\"a\":1.50}",
                "{\"a\":\"x\\n\",\"b\":true}",
                "{\"a\":{\"b\":1}}",
                "{\"schema\":1,\"b\":2}",
                "{\"schema\":{\"type\":\"struct\",\"fields\":[{\"type\":\"int32\",\"field\":\"b\"},"
                        + "{\"type\":\"string\",\"field\":\"a\"}]},\"payload\":{\"a\":\"x\",\"b\":1}}",
                "{\"schema\":{\"type\":\"struct\",\"fields\":[{\"type\":\"int32\",\"name\":\"io.debezium.time.Date\","
                        + "\"field\":\"a\"}]},\"payload\":{\"a\":19000}}",
                "{\"schema\":{\"type\":\"string\"},\"payload\":\"x\"}",
                "\"x\"",
                "{\"a\":12345678901234567890}",
                " {\"a\":1}",
            })
    void decode_unusualKey_isTheSameBothWays(String key) {
        new Pair(TableFormat.UPSERT, List.of()).compare(key, "{\"city\":\"x\"}", false);
    }

    @Test
    void decode_rowsOfManyShapes_doNotFillTheHeap() {
        ChangeCodec codec = Told.codec(TableFormat.UPSERT);
        for (int i = 0; i < 12_000; i++) {
            assertThat(Told.by(codec, "k", "{\"c" + i + "\":1}")).containsExactly("k = {c" + i + "=1}");
        }
    }

    /** One codec that reads quickly and one that does not. */
    private static final class Pair {
        private final ChangeCodec quick;
        private final ChangeCodec whole;

        Pair(TableFormat format, List<String> kept) {
            Codecs codecs = new Codecs(format, TableTypes.CONNECT, null, null, kept);
            this.quick = codecs.codec(true);
            this.whole = codecs.codec(false);
        }

        void compare(String key, String value, boolean cut) {
            byte[] bytes = value.getBytes(UTF_8);
            compare(key, value, bytes);
            for (int i = 0; cut && i < bytes.length; i++) {
                // What is cut off is broken: both have to say so.
                compare(key, value, Arrays.copyOf(bytes, i));
            }
        }

        private void compare(String key, String value, byte[] bytes) {
            String expected = told(whole, key, bytes);
            String actual = told(quick, key, bytes);
            if (!expected.equals(actual)) {
                fail(
                        "Expecting %s but was %s with key %s of %s (%d bytes)",
                        expected, actual, key, value, bytes.length);
            }
            assertThat(quick.snapshot()).isEqualTo(whole.snapshot());
        }

        private static String told(ChangeCodec codec, String key, byte[] value) {
            try {
                return Told.by(codec, Told.bytes(key), value).toString();
            } catch (BadChangeException e) {
                return String.valueOf(e.getMessage());
            }
        }
    }

    /** A message in one of the forms that topics have, with its fields in any order. */
    private record Generated(String key, String value) {

        Generated(Random random) {
            this(key(random), value(random));
        }

        private static String key(Random random) {
            return switch (random.nextInt(6)) {
                case 0 -> "{\"id\":\"x" + random.nextInt(9) + "\",\"n\":" + random.nextInt() + "}";
                case 1 -> Samples.keyWithSchema();
                case 2 -> "text";
                default -> "{\"id\":" + random.nextLong() / (1 + random.nextInt(1_000_000)) + "}";
            };
        }

        private static String value(Random random) {
            String row = object(random, row(random));
            return switch (random.nextInt(10)) {
                case 0 -> row;
                case 1 -> Samples.rowWithSchema();
                case 2 -> Samples.envelopeWithSchema("cru".charAt(random.nextInt(3)) + "", "null", Samples.ROW);
                case 3 -> Samples.envelope("d", row, "null");
                case 4 ->
                    Samples.envelope("u", "null", row)
                            .replace("\"false\"", random.nextBoolean() ? "\"first\"" : "null");
                default -> object(random, envelope(random, row));
            };
        }

        private static List<String> envelope(Random random, String row) {
            List<String> fields = new ArrayList<>(List.of(
                    "\"op\":\"" + "crudtmx".charAt(random.nextInt(7)) + "\"",
                    "\"after\":" + (random.nextInt(10) == 0 ? "null" : row),
                    "\"before\":" + (random.nextInt(10) == 0 ? row : "null"),
                    "\"transaction\":null",
                    "\"source\":" + object(random, source(random))));
            if (random.nextInt(20) == 0) {
                fields.remove(random.nextInt(fields.size()));
            }
            return fields;
        }

        private static List<String> source(Random random) {
            List<String> fields = new ArrayList<>(List.of("\"name\":\"a\\\"}\"", "\"x\":[1,\"]\",{}]"));
            if (random.nextInt(10) > 0) {
                fields.add("\"ts_ms\":" + random.nextInt(1_000_000));
            }
            if (random.nextBoolean()) {
                fields.add("\"lsn\":" + (random.nextInt(5) == 0 ? "null" : random.nextInt(1_000_000)));
            }
            if (random.nextBoolean()) {
                fields.add("\"ts_us\":" + random.nextLong() / 1_000);
                fields.add("\"ts_ns\":" + random.nextLong());
            }
            if (random.nextInt(4) == 0) {
                fields.add("\"snapshot\":"
                        + List.of("\"true\"", "\"last\"", "true", "\"false\"").get(random.nextInt(4)));
            }
            if (random.nextInt(4) == 0) {
                fields.add("\"txId\":"
                        + List.of("747", "null", "\"5.1\"", "\"12\"").get(random.nextInt(4)));
            }
            return fields;
        }

        private static List<String> row(Random random) {
            List<String> fields = new ArrayList<>();
            for (String column : COLUMNS) {
                if (random.nextInt(12) > 0) {
                    fields.add("\"" + column + "\":" + value(random, 0));
                }
            }
            if (random.nextInt(8) == 0) {
                fields.add("\"__deleted\":"
                        + List.of("true", "\"true\"", "\"false\"", "null").get(random.nextInt(4)));
                fields.add("\"__op\":\"u\"");
                fields.add("\"__source_ts_ms\":" + random.nextInt(1_000));
            }
            return fields;
        }

        private static String value(Random random, int depth) {
            return switch (random.nextInt(depth < 3 ? 13 : 11)) {
                case 0 -> "null";
                case 1 -> "true";
                case 2 -> "false";
                case 3 -> Integer.toString(random.nextInt(300) - 150);
                case 4 -> Long.toString(random.nextLong());
                case 5 -> Double.toString(random.nextDouble());
                case 6 -> Double.toString(random.nextInt(10_000) / 100.0);
                case 7 ->
                    Double.toString(Double.longBitsToDouble(random.nextLong())).replaceAll("NaN|-?Inf.*", "0.5");
                case 8 -> "\"\u00e9\u4e2d\ud83d\ude00" + random.nextInt(20) + "\"";
                case 9 -> "\"a \\\"quoted\\\" \\\\ \\u0041 line\\n\"";
                case 10 -> "\"" + "text of some length ".substring(random.nextInt(19)) + random.nextInt(5) + "\"";
                case 11 -> "[" + value(random, depth + 1) + "," + value(random, depth + 1) + "]";
                default -> "{\"a\":" + value(random, depth + 1) + ",\"b\":\"}\"}";
            };
        }

        private static String object(Random random, List<String> fields) {
            if (random.nextInt(4) == 0) {
                Collections.shuffle(fields, random);
            }
            return random.nextInt(10) == 0
                    ? "{ " + String.join(" ,\n", fields) + "\t}"
                    : "{" + String.join(",", fields) + "}";
        }
    }
}
