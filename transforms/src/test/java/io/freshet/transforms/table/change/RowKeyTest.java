package io.freshet.transforms.table.change;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.UUID;
import org.apache.kafka.connect.errors.DataException;
import org.junit.jupiter.api.Test;

class RowKeyTest {

    @Test
    void equals_sameNumberInOtherTypes_isTheSameKey() {
        assertThat(List.of(
                        RowKey.of((byte) 42),
                        RowKey.of((short) 42),
                        RowKey.of(42),
                        RowKey.of(42L),
                        RowKey.of(42.0),
                        RowKey.of(42.0f),
                        RowKey.of(new BigDecimal("42.00")),
                        RowKey.of(BigInteger.valueOf(42)),
                        RowKey.of(List.of(42))))
                .allMatch(RowKey.of("42")::equals)
                .allMatch(key -> key.hashCode() == RowKey.of("42").hashCode());
        assertThat(RowKey.of(0.1f)).isEqualTo(RowKey.of(0.1)).isEqualTo(RowKey.of("0.1"));
        assertThat(RowKey.of(-0.0)).isEqualTo(RowKey.of(0));
        assertThat(RowKey.of(1e20)).isEqualTo(RowKey.of("100000000000000000000"));
    }

    @Test
    void equals_numbersOfAnySize_areTheirText() {
        for (String text : List.of(
                "0",
                "-1",
                "2147483647",
                "2147483648",
                "-2147483649",
                "999999999999999999",
                "1000000000000000000",
                "9223372036854775807",
                "-9223372036854775808")) {
            assertThat(RowKey.of(Long.parseLong(text)))
                    .isEqualTo(RowKey.of(text))
                    .isEqualTo(RowKey.of(new BigInteger(text)))
                    .hasSameHashCodeAs(RowKey.of(text));
            assertThat(RowKey.of(text).part(0)).isEqualTo(text);
        }
        assertThat(RowKey.of("9223372036854775808"))
                .isEqualTo(RowKey.of(new BigInteger("9223372036854775808")))
                .isNotEqualTo(RowKey.of(Long.MIN_VALUE));
        for (String text : List.of("", "-", "-0", "+1", "01", "1 ", "\u0661", "1e3")) {
            assertThat(RowKey.of(text).part(0)).isEqualTo(text);
        }
    }

    @Test
    void equals_otherText_isAnotherKey() {
        assertThat(RowKey.of("42")).isNotEqualTo(RowKey.of("042")).isNotEqualTo(RowKey.of("42.0"));
        assertThat(RowKey.of(List.of("a", "b")))
                .isEqualTo(RowKey.of(List.of("a", "b")))
                .isNotEqualTo(RowKey.of(List.of("b", "a")))
                .isNotEqualTo(RowKey.of("ab"))
                .isNotEqualTo(RowKey.of("a"));
    }

    @Test
    @SuppressWarnings("JavaUtilDate") // what Connect holds its times in
    void of_otherTypes_areTheTextThatTheirJsonHas() {
        byte[] bytes = "key".getBytes(UTF_8);
        assertThat(RowKey.of(bytes))
                .isEqualTo(RowKey.of(ByteBuffer.wrap(bytes)))
                .isEqualTo(RowKey.of("a2V5"));
        assertThat(RowKey.of(true)).isEqualTo(RowKey.of("true"));
        assertThat(RowKey.of(UUID.fromString("00000000-0000-0000-0000-00000000000A")))
                .isEqualTo(RowKey.of("00000000-0000-0000-0000-00000000000a"));
        assertThat(RowKey.of(Date.from(Instant.ofEpochMilli(5)))).isEqualTo(RowKey.of(5));
    }

    @Test
    void of_whatIsNoKey_namesTheType() {
        assertThatThrownBy(() -> RowKey.of((Object) List.of(1)))
                .isInstanceOf(DataException.class)
                .hasMessageContaining(
                        "Expecting text, a number, a boolean, a UUID, bytes or a time as a key. Found: java.util.");
        assertThatThrownBy(() -> RowKey.of(Double.NaN))
                .hasMessage("Expecting a finite number as a key. Found: a Double that is none");
    }

    @Test
    void toString_tellsNoPayload() {
        assertThat(RowKey.of("secret")).hasToString("RowKey of 1 part");
    }
}
