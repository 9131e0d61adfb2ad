package io.freshet.connect.json;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.json.JsonConverter;
import org.junit.jupiter.api.Test;

/** Held against Kafka's JsonConverter with {@code schemas.enable=false}. */
class FastJsonConverterReadTest {
    private static final int DOCUMENTS = 25_000;
    private static final Charset UTF_32LE = Charset.forName("UTF-32LE");
    private static final Charset UTF_32BE = Charset.forName("UTF-32BE");

    private final JsonConverter kafkas = new JsonConverter();
    private final FastJsonConverter ours = new FastJsonConverter();

    FastJsonConverterReadTest() {
        kafkas.configure(Map.of("schemas.enable", "false"), false);
        ours.configure(Map.of("schemas.enable", "false"), false);
    }

    @Test
    void toConnectData_randomDocuments_areWhatKafkasConverterReads() {
        RandomJson documents = new RandomJson(20261123);
        int values = 0;
        for (int i = 0; i < DOCUMENTS; i++) {
            values += isSame(documents.next()) ? 1 : 0;
        }
        assertThat(values).as("readable ones").isBetween(DOCUMENTS / 3, DOCUMENTS * 2 / 3);
    }

    @Test
    void toConnectData_randomBytes_areWhatKafkasConverterReads() {
        Random random = new Random(7);
        for (int i = 0; i < DOCUMENTS / 10; i++) {
            byte[] document = new byte[random.nextInt(16)];
            random.nextBytes(document);
            isSame(document);
            byte[] quoted = new byte[document.length + 2];
            System.arraycopy(document, 0, quoted, 1, document.length);
            quoted[0] = '"';
            quoted[quoted.length - 1] = '"';
            isSame(quoted);
            isSame(("{\"" + new String(document, ISO_8859_1) + "\":1}").getBytes(ISO_8859_1));
        }
    }

    @Test
    void toConnectData_hostileDocuments_areWhatKafkasConverterReads() {
        for (byte[] document : hostile()) {
            isSame(document);
        }
    }

    @Test
    void toConnectData_tombstone_isNothing() {
        assertThat(ours.toConnectData("t", null)).isEqualTo(SchemaAndValue.NULL);
    }

    @Test
    void toConnectData_noJson_tellsTopicAndPlaceButNotTheContent() {
        assertThatThrownBy(() -> ours.toConnectData("flights", "{\"a\": secret}".getBytes(UTF_8)))
                .isInstanceOf(DataException.class)
                .hasMessage("Topic 'flights': Expecting JSON. Found: a JsonParseException at byte 6")
                .hasStackTraceContaining("PlainJson")
                .satisfies(e -> assertThat(String.valueOf(e.getCause())).doesNotContain("secret"));
    }

    private static List<byte[]> hostile() {
        List<byte[]> documents = new ArrayList<>();
        List.of(
                        "",
                        " ",
                        "\n\t ",
                        "null",
                        "true",
                        "\"x\"",
                        "1",
                        "1 2",
                        "{} {}",
                        "{}x",
                        "[]]",
                        "1x",
                        "nullx",
                        "\"x\"x",
                        "/**/1",
                        "\ufeff{\"a\":1}",
                        "\ufeff",
                        "{\"a\":1,\"a\":2}",
                        "{\"a\":1,\"b\":2,\"\\u0061\":3}",
                        "{\"a\":{\"b\":1},\"a\":null}",
                        "{\"__proto__\":1}",
                        "{\"schema\":null,\"payload\":1}",
                        "{\"schema\":{\"type\":\"int8\"},\"payload\":1}",
                        "{a:1}",
                        "{'a':1}",
                        "[1,]",
                        "[,1]",
                        "{\"a\":1,}",
                        "{\"a\"}",
                        "{\"a\":}",
                        "{,}",
                        "[",
                        "{",
                        "\"",
                        "\"\\",
                        "{\"a\":1")
                .forEach(text -> documents.add(text.getBytes(UTF_8)));
        for (Charset charset : List.of(UTF_16LE, UTF_16BE, UTF_32LE, UTF_32BE)) {
            for (String text : List.of(
                    "{\"a\":[1,\"\u00e9\ud83d\ude00\"]}", "7", "[]", "\"x\"", "{", "\ufeff{\"a\":1}", "\ufeff1")) {
                documents.add(text.getBytes(charset));
            }
        }
        for (String hex : List.of(
                "ff",
                "fe",
                "c080",
                "c1bf",
                "e08080",
                "eda0bd",
                "f8888080",
                "f4908080",
                "f09f98",
                "80",
                "c3",
                "e9",
                "f09f9880",
                "efbfbf",
                "efbbbf")) {
            byte[] bytes = HexFormat.of().parseHex(hex);
            String raw = new String(bytes, ISO_8859_1);
            documents.add(bytes);
            documents.add(("\"" + raw + "\"").getBytes(ISO_8859_1));
            documents.add(("{\"" + raw + "\":\"x" + raw + "y\"}").getBytes(ISO_8859_1));
            documents.add(("{\"a\":\"" + raw).getBytes(ISO_8859_1));
        }
        for (int depth : new int[] {500, 999, 1000, 1001, 1002, 100_000}) {
            documents.add(("[".repeat(depth) + "]".repeat(depth)).getBytes(UTF_8));
            documents.add(("{\"a\":".repeat(depth) + "1" + "}".repeat(depth)).getBytes(UTF_8));
        }
        for (int digits : new int[] {18, 19, 20, 100, 499, 500, 501, 999, 1000, 1001, 2000}) {
            documents.add("9".repeat(digits).getBytes(UTF_8));
            documents.add(("{\"n\":" + "0".repeat(digits) + "7}").getBytes(UTF_8));
            documents.add(("{\"n\":-" + "1".repeat(digits) + "." + "3".repeat(digits) + "}").getBytes(UTF_8));
            documents.add(("{\"n\":0." + "0".repeat(digits) + "1}").getBytes(UTF_8));
            documents.add(("{\"n\":1e" + "0".repeat(digits) + "1}").getBytes(UTF_8));
            documents.add(("{\"n\":1e" + "1".repeat(digits) + "}").getBytes(UTF_8));
        }
        for (int length : new int[] {8000, 49_999, 50_000, 50_001, 200_000}) {
            documents.add(("{\"" + "n".repeat(length) + "\":1}").getBytes(UTF_8));
            documents.add(
                    ("{\"" + "\u00e9".repeat(length / 2) + "\":\"" + "\u00e9".repeat(length) + "\"}").getBytes(UTF_8));
            documents.add(("{\"" + "\\n".repeat(length) + "\":1}").getBytes(UTF_8));
        }
        for (int length : new int[] {20_000_000, 20_000_001}) {
            documents.add(("\"" + "x".repeat(length) + "\"").getBytes(UTF_8));
        }
        return documents;
    }

    /** Returns if the document was readable. */
    private boolean isSame(byte[] document) {
        Outcome expected = Outcome.of(() -> value(kafkas.toConnectData("t", document)));
        Outcome actual = Outcome.of(() -> value(ours.toConnectData("t", document)));
        if (!actual.equals(expected)) {
            String shown = new String(document, 0, Math.min(document.length, 300), UTF_8);
            assertThat(actual).as("%s of %d bytes", shown, document.length).isEqualTo(expected);
        }
        return expected.isValue();
    }

    private static Object value(SchemaAndValue read) {
        assertThat(read.schema()).isNull();
        return read.value();
    }
}
