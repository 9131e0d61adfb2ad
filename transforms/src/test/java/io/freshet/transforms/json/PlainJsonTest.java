package io.freshet.transforms.json;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.json.JsonConverter;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlainJsonTest {

    private final PlainJson json = new PlainJson();

    @Test
    void read_flight_isTheMapOfItsFields() {
        assertThat(json.read(
                        "{\"date\":\"2001/01/01 01:10\",\"delay\":95,\"distance\":2399,\"origin\":\"HNL\",\"destination\":\"SFO\"}"
                                .getBytes(UTF_8)))
                .isEqualTo(Map.of(
                        "date",
                        "2001/01/01 01:10",
                        "delay",
                        95L,
                        "distance",
                        2399L,
                        "origin",
                        "HNL",
                        "destination",
                        "SFO"));
    }

    @Test
    void read_sameName_isTheSameString() {
        Map<?, ?> first = (Map<?, ?>) json.read("{\"origin\":1}".getBytes(UTF_8));
        Map<?, ?> second = (Map<?, ?>) json.read("{ \"origin\" : 2}".getBytes(UTF_8));

        assertThat(first).isNotNull();
        assertThat(second).isNotNull();
        assertThat(first.keySet().iterator().next())
                .isSameAs(second.keySet().iterator().next());
    }

    /** Otherwise everything would still be right, only slow. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                " { \"a\" : [ 1 , -2 ,\t3.5\n] , \"b\" : {\"c\":null,\"d\":true,\"e\":false} }\r\n",
                "{\"n\":999999999999999999,\"o\":-9223372036854775807,\"d\":-122.3748433,\"e\":1.0E-5,\"f\":0.30000000000000004,\"g\":1e22,\"h\":-0.0}",
                "{\"\u00e9t\u00e9\":\"\u4e2d\u6587 \ud83d\ude00\",\"x\":\"a\\\"b\\\\c\\/d\\b\\f\\n\\r\\t\\u00e9\\uD83D\\ude00\"}",
                "[1] what follows",
            })
    void quickScan_ordinaryDocument_isReadAsKafkasConverterReadsIt(String document) {
        Object read = quick(document.getBytes(UTF_8));

        assertThat(read).isNotSameAs(QuickScan.UNSURE);
        try (JsonConverter kafkas = new JsonConverter()) {
            kafkas.configure(Map.of("schemas.enable", false), false);
            assertThat(read)
                    .isEqualTo(
                            kafkas.toConnectData("t", document.getBytes(UTF_8)).value());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "1",
                "\"x\"",
                "{",
                "{\"a\":1",
                "{\"a\":1,}",
                "{\"a\" 1}",
                "{a:1}",
                "[1,]",
                "[,]",
                "[1 2]",
                "[truex]",
                "[nul]",
                "[falsy]",
                "[01]",
                "[-]",
                "[1.]",
                "[.5]",
                "[1e]",
                "[1e1000]",
                "[1e-400]",
                "[1e400]",
                "[9223372036854775808]",
                "[\"\\x\"]",
                "[\"\\u12\"]",
                "[\"a\nb\"]",
                "{\"\\u0061\":1}",
                "\ufeff[]",
                "[/**/]",
                "[NaN]",
            })
    void quickScan_unusualOrBrokenDocument_isLeftToTheParser(String document) {
        assertThat(quick(document.getBytes(UTF_8))).isSameAs(QuickScan.UNSURE);
    }

    @Test
    void quickScan_malformedUtf8_isLeftToTheParser() {
        for (String raw : List.of("\u00c0\u0080", "\u00ed\u00a0\u00bd", "\u00ff", "\u0080", "\u00c3")) {
            assertThat(quick(("[\"" + raw + "\"]").getBytes(ISO_8859_1))).isSameAs(QuickScan.UNSURE);
            assertThat(quick(("{\"" + raw + "\":1}").getBytes(ISO_8859_1))).isSameAs(QuickScan.UNSURE);
        }
    }

    @Test
    void quickScan_everyPrefixOfADocument_isLeftToTheParser() {
        byte[] document = "{\"a\":[1.5e3,\"\\u00e9x\",{\"b\":true}],\"c\":null,\"d\":-7}".getBytes(UTF_8);
        for (int length = 0; length < document.length; length++) {
            assertThat(quick(Arrays.copyOf(document, length)))
                    .as("first %d bytes", length)
                    .isSameAs(QuickScan.UNSURE);
        }
        assertThat(quick(document)).isNotSameAs(QuickScan.UNSURE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"secret\":", "{\"a\":secret}", "secret", "[\"secret\n\"]", "[1e9999999999]"})
    void read_brokenDocument_isADataExceptionWithoutTheDocument(String document) {
        assertThatThrownBy(() -> json.read(document.getBytes(UTF_8)))
                .isInstanceOf(DataException.class)
                .hasMessageStartingWith("Expecting JSON. Found: a ")
                .hasMessageNotContaining("secret")
                .hasNoCause();
    }

    private static @Nullable Object quick(byte[] document) {
        return new QuickScan(document, 0, new NameCache()).read();
    }
}
