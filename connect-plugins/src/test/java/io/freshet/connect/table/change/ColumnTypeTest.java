package io.freshet.connect.table.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.connect.errors.DataException;
import org.junit.jupiter.api.Test;

class ColumnTypeTest {

    private static ColumnType sized(Kind kind, int length, int scale) {
        return new ColumnType(kind, length, scale);
    }

    @Test
    void convert_valuesThatFit_areWhatTheColumnHolds() {
        assertThat(ColumnType.of(Kind.INT16).convert((byte) 7)).isEqualTo(7L);
        assertThat(ColumnType.of(Kind.INT32).convert(2.0)).isEqualTo(2L);
        assertThat(ColumnType.of(Kind.INT64).convert(BigInteger.TEN)).isEqualTo(10L);
        assertThat(sized(Kind.DECIMAL, 5, 2).convert(1.5)).isEqualTo(new BigDecimal("1.50"));
        assertThat(sized(Kind.DECIMAL, 5, 2).convert("123.4")).isEqualTo(new BigDecimal("123.40"));
        assertThat(sized(Kind.TEXT, 2, -1).convert("\uD83D\uDE00x")).isEqualTo("\uD83D\uDE00x");
        assertThat(ColumnType.of(Kind.TIMESTAMP).convert(1_000L)).isEqualTo(LocalDateTime.of(1970, 1, 1, 0, 0, 1));
        assertThat(ColumnType.of(Kind.MOMENT).convert("2026-01-31T10:00:00+02:00"))
                .isEqualTo(LocalDateTime.of(2026, 1, 31, 8, 0));
        assertThat(ColumnType.of(Kind.TIMESTAMP).convert("2026-01-31 10:00:00"))
                .isEqualTo(LocalDateTime.of(2026, 1, 31, 10, 0));
        assertThat(ColumnType.of(Kind.DATE).convert("2026-01-31")).isEqualTo(LocalDate.of(2026, 1, 31));
        assertThat(ColumnType.of(Kind.TIME).convert("10:15")).isEqualTo(LocalTime.of(10, 15));
        assertThat(ColumnType.of(Kind.JSON).convert(List.of(1L, "a"))).isEqualTo("[1,\"a\"]");
        assertThat(ColumnType.of(Kind.BYTES).convert(ByteBuffer.wrap(new byte[] {1, 2})))
                .isEqualTo(new byte[] {1, 2});
        assertThat(ColumnType.of(Kind.OTHER).convert(new BigDecimal("1E+3"))).isEqualTo("1000");
        assertThat(ColumnType.of(Kind.BOOLEAN).convert(null)).isNull();
    }

    @Test
    void convert_valuesThatWouldLoseSomething_areRefusedWithoutBeingTold() {
        assertRefused(ColumnType.of(Kind.INT16), 40_000L);
        assertRefused(ColumnType.of(Kind.INT32), 1L << 40);
        assertRefused(ColumnType.of(Kind.INT64), 1.5);
        assertRefused(sized(Kind.DECIMAL, 5, 2), new BigDecimal("1.234"));
        assertRefused(sized(Kind.DECIMAL, 5, 2), new BigDecimal("1234.56"));
        assertRefused(sized(Kind.TEXT, 3, -1), "secret");
        assertRefused(sized(Kind.BYTES, 1, -1), new byte[2]);
        assertRefused(ColumnType.of(Kind.DATE), "31.1.2026");
        assertRefused(ColumnType.of(Kind.BOOLEAN), "true");
        assertRefused(ColumnType.of(Kind.FLOAT32), 1e300);
    }

    private static void assertRefused(ColumnType type, Object value) {
        assertThatThrownBy(() -> type.convert(value))
                .isInstanceOf(DataException.class)
                .hasMessage("expecting " + type + ". Found: a value of "
                        + value.getClass().getSimpleName() + " that is none");
    }

    @Test
    void convert_anyValueToAnyType_isConvertedOrRefused() {
        Random random = new Random(5);
        for (int i = 0; i < 10_000; i++) {
            List<Kind> kinds = List.of(Kind.values());
            Kind kind = kinds.get(random.nextInt(kinds.size()));
            ColumnType type = sized(kind, random.nextInt(20), random.nextInt(4) - 1);
            Object value = value(random);
            try {
                assertThat(type.convert(value)).isNotNull();
            } catch (DataException e) {
                assertThat(e).hasMessageStartingWith("expecting " + type);
            }
        }
    }

    private static Object value(Random random) {
        return switch (random.nextInt(12)) {
            case 0 -> random.nextLong();
            case 1 -> random.nextInt();
            case 2 -> (short) random.nextInt();
            case 3 -> random.nextDouble() * Math.pow(10, random.nextInt(40));
            case 4 -> Float.intBitsToFloat(random.nextInt());
            case 5 -> random.nextBoolean();
            case 6 -> "text " + random.nextInt();
            case 7 -> Long.toString(random.nextLong());
            case 8 -> new BigDecimal(new BigInteger(80, random), random.nextInt(10) - 5);
            case 9 -> new byte[random.nextInt(30)];
            case 10 -> Map.of("a", random.nextInt(9));
            default -> new ArrayList<>(List.of(true, "x"));
        };
    }

    @Test
    void holds_widerTypes_doAndNarrowerDoNot() {
        assertThat(ColumnType.of(Kind.INT64).holds(ColumnType.of(Kind.INT32))).isTrue();
        assertThat(ColumnType.of(Kind.INT32).holds(ColumnType.of(Kind.INT64))).isFalse();
        assertThat(ColumnType.of(Kind.FLOAT64).holds(ColumnType.of(Kind.FLOAT32)))
                .isTrue();
        assertThat(ColumnType.of(Kind.FLOAT64).holds(ColumnType.of(Kind.INT64))).isFalse();
        assertThat(sized(Kind.TEXT, 20, -1).holds(sized(Kind.TEXT, 10, -1))).isTrue();
        assertThat(sized(Kind.TEXT, 20, -1).holds(ColumnType.of(Kind.TEXT))).isFalse();
        assertThat(ColumnType.of(Kind.TEXT).holds(sized(Kind.TEXT, 10, -1))).isTrue();
        assertThat(sized(Kind.DECIMAL, 19, 0).holds(ColumnType.of(Kind.INT64))).isTrue();
        assertThat(sized(Kind.DECIMAL, 10, 2).holds(ColumnType.of(Kind.INT32))).isFalse();
        assertThat(ColumnType.of(Kind.BOOLEAN).holds(ColumnType.of(Kind.TEXT))).isFalse();
    }
}
