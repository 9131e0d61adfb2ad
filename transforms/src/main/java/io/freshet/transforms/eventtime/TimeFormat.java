package io.freshet.transforms.eventtime;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.ZoneOffset;

/** How a time is written. */
interface TimeFormat {

    TimeFormat EPOCH_DAYS = new Counted("days since the epoch", 86_400_000, 1);
    TimeFormat EPOCH_SECONDS = new Counted("seconds since the epoch", 1_000, 1);
    TimeFormat EPOCH_MILLIS = new Counted("milliseconds since the epoch", 1, 1);
    TimeFormat EPOCH_MICROS = new Counted("microseconds since the epoch", 1, 1_000);
    TimeFormat EPOCH_NANOS = new Counted("nanoseconds since the epoch", 1, 1_000_000);
    TimeFormat ISO_8601_UTC = new WrittenTime("a time as of ISO 8601", IsoTime.in(ZoneOffset.UTC));

    /** A time of day is the time of no event. */
    TimeFormat TIME_OF_DAY = new TimeFormat() {
        @Override
        public long millis(Object value) {
            throw new DateTimeException("a time of day");
        }

        @Override
        public String toString() {
            return "a time with its date";
        }
    };

    /**
     * Returns a time in milliseconds since the epoch; finer fractions are cut off.
     *
     * @throws DateTimeException if it is none; as {@code ArithmeticException} and {@code NumberFormatException} do, the message
     *     may quote the value
     */
    long millis(Object value);

    /** A number of units since the epoch, as a number or as its text. */
    final class Counted implements TimeFormat {

        /** No time in nanoseconds has more digits; a decimal of more, written out, could fill the heap. */
        private static final int MOST_DIGITS = 40;

        private final String name;
        private final long millisPerUnit;
        private final long unitsPerMilli;

        /** One of these is 1. */
        private Counted(String name, long millisPerUnit, long unitsPerMilli) {
            this.name = name;
            this.millisPerUnit = millisPerUnit;
            this.unitsPerMilli = unitsPerMilli;
        }

        @Override
        public long millis(Object value) {
            if (value instanceof Long || value instanceof Integer || value instanceof Short || value instanceof Byte) {
                return millis(((Number) value).longValue());
            }
            return millis(decimal(value));
        }

        private long millis(long count) {
            return unitsPerMilli == 1 ? Math.multiplyExact(count, millisPerUnit) : Math.floorDiv(count, unitsPerMilli);
        }

        private long millis(BigDecimal count) {
            if (count.precision() > MOST_DIGITS || Math.abs((long) count.scale()) > MOST_DIGITS) {
                throw new ArithmeticException("too many digits");
            }
            return count.multiply(BigDecimal.valueOf(millisPerUnit))
                    .divide(BigDecimal.valueOf(unitsPerMilli), 0, RoundingMode.FLOOR)
                    .longValueExact();
        }

        private static BigDecimal decimal(Object value) {
            if (value instanceof BigDecimal decimal) {
                return decimal;
            }
            if (value instanceof BigInteger integer && integer.bitLength() < 128) {
                return new BigDecimal(integer);
            }
            if (value instanceof Double || value instanceof Float) {
                return new BigDecimal(value.toString());
            }
            if (value instanceof String text && text.length() <= MOST_DIGITS) {
                return new BigDecimal(text.strip());
            }
            throw new DateTimeException("no number");
        }

        @Override
        public String toString() {
            return name;
        }
    }

    /** A text. Of numbers, that which they are written as: 20261123 for a pattern of yyyyMMdd. */
    final class WrittenTime implements TimeFormat {
        private final String name;
        private final TimeText text;

        WrittenTime(String name, TimeText text) {
            this.name = name;
            this.text = text;
        }

        @Override
        public long millis(Object value) {
            if (value instanceof String string) {
                return text.millis(string);
            }
            if (value instanceof Integer || value instanceof Long) {
                return text.millis(value.toString());
            }
            throw new DateTimeException("no text");
        }

        @Override
        public String toString() {
            return name;
        }
    }

    /** Numbers are milliseconds, texts are as of ISO 8601. */
    final class Detected implements TimeFormat {
        private final TimeText iso;

        Detected(TimeText iso) {
            this.iso = iso;
        }

        @Override
        public long millis(Object value) {
            return value instanceof String text ? iso.millis(text) : EPOCH_MILLIS.millis(value);
        }

        @Override
        public String toString() {
            return EPOCH_MILLIS + " or, as text, a time as of ISO 8601";
        }
    }
}
