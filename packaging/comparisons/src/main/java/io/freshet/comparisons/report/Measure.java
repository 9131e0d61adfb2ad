package io.freshet.comparisons.report;

import java.util.Locale;

/**
 * Something that is measured.
 *
 * @param decimals how many digits after the point mean something
 */
public record Measure(String name, String unit, int decimals) {

    String format(double value) {
        return String.format(Locale.ROOT, "%,." + decimals + "f", value);
    }

    String title() {
        return unit.isEmpty() ? name : name + ", " + unit;
    }
}
