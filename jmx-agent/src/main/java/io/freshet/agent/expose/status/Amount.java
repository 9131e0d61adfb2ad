package io.freshet.agent.expose.status;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** A value with its unit, as people say them. */
final class Amount {
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final String NONE = "–";

    private final String number;
    private final String unit;

    private Amount(String number, String unit) {
        this.number = number;
        this.unit = unit;
    }

    /** A value of a unit as the catalogue has it. */
    static Amount of(double value, String unit) {
        if (Double.isNaN(value)) {
            return new Amount(NONE, "");
        }
        if (unit.contains("since 1970") || unit.contains("timestamp")) {
            return date(unit.startsWith("milli") ? value : value * 1000);
        }
        if (unit.contains("0 to 1")) {
            return new Amount(significant(value * 100), "%");
        }
        if (unit.startsWith("bytes")) {
            return scaled(value, unit.substring("bytes".length()));
        }
        if (unit.startsWith("seconds") || unit.startsWith("milliseconds") || unit.startsWith("nanoseconds")) {
            double factor = unit.startsWith("s") ? 1 : unit.startsWith("m") ? 1e-3 : 1e-9;
            return time(value * factor, unit.substring(unit.indexOf("seconds") + "seconds".length()));
        }
        return new Amount(grouped(value), value == 1 ? singular(unit) : unit);
    }

    /** How fast a counter of this unit grows. */
    static Amount rate(double perSecond, String unit) {
        if (Double.isNaN(perSecond)) {
            return new Amount(NONE, "");
        }
        if (unit.startsWith("seconds")) {
            return new Amount(significant(perSecond * 100), "% of the time");
        }
        Amount amount = of(perSecond, unit);
        return new Amount(amount.number, amount.unit + " per second");
    }

    String number() {
        return number;
    }

    String unit() {
        return unit;
    }

    @Override
    public String toString() {
        return unit.isEmpty() ? number : number + " " + unit;
    }

    private static Amount date(double millis) {
        return millis <= 0
                ? new Amount("never", "")
                : new Amount(DATE.format(Instant.ofEpochMilli((long) millis)), "UTC");
    }

    private static Amount scaled(double bytes, String rest) {
        String[] units = {"bytes", "kB", "MB", "GB", "TB", "PB"};
        int unit = 0;
        double value = bytes;
        while (Math.abs(value) >= 1000 && unit < units.length - 1) {
            value /= 1000;
            unit++;
        }
        return new Amount(significant(value), (unit == 0 && value == 1 ? "byte" : units[unit]) + rest);
    }

    private static Amount time(double seconds, String rest) {
        double size = Math.abs(seconds);
        if (size == 0) {
            return new Amount("0", "s" + rest);
        }
        if (size < 1e-3) {
            return new Amount(significant(seconds * 1e6), "µs" + rest);
        }
        if (size < 1) {
            return new Amount(significant(seconds * 1e3), "ms" + rest);
        }
        if (size < 120) {
            return new Amount(significant(seconds), "s" + rest);
        }
        if (size < 7200) {
            return new Amount(significant(seconds / 60), "min" + rest);
        }
        return size < 172_800
                ? new Amount(significant(seconds / 3600), "h" + rest)
                : new Amount(significant(seconds / 86_400), "days" + rest);
    }

    /** Whole numbers in full, others with three digits that say something. */
    static String grouped(double value) {
        if (Double.isInfinite(value)) {
            return value > 0 ? "∞" : "−∞";
        }
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? String.format(Locale.ROOT, "%,d", (long) value)
                : significant(value);
    }

    static String significant(double value) {
        double size = Math.abs(value);
        if (Double.isNaN(value) || Double.isInfinite(value) || size >= 1e15) {
            return Double.isInfinite(value) ? (value > 0 ? "∞" : "−∞") : String.valueOf(value);
        }
        if (size == 0) {
            return "0";
        }
        if (size < 1e-3) {
            return String.format(Locale.ROOT, "%.1e", value);
        }
        int digits = size >= 99.95 ? 0 : size >= 9.995 ? 1 : size >= 0.9995 ? 2 : 3;
        String text = String.format(Locale.ROOT, "%,." + digits + "f", value);
        return text.indexOf('.') < 0 ? text : text.replaceAll("0+$", "").replaceAll("\\.$", "");
    }

    private static String singular(String unit) {
        return unit.matches("[a-z]+s") && !unit.endsWith("ss") ? unit.substring(0, unit.length() - 1) : unit;
    }
}
