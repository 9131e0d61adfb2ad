package io.freshet.agent.collect.os;

/** One number of a file, and what it is called: {@code freshet_host_<type>_<attribute>}. */
final class Column {
    private final String type;
    private final String attribute;
    private final long times;
    private final double parts;

    private Column(String type, String attribute, long times, double parts) {
        this.type = type;
        this.attribute = attribute;
        this.times = times;
        this.parts = parts;
    }

    static Column of(String type, String attribute) {
        return new Column(type, attribute, 1, 1);
    }

    /** A number whose unit is so many base units. */
    static Column times(long times, String type, String attribute) {
        return new Column(type, attribute, times, 1);
    }

    /** A number whose unit is this part of the base unit, such as the thousandth. */
    static Column parts(double parts, String type, String attribute) {
        return new Column(type, attribute, 1, parts);
    }

    String type() {
        return type;
    }

    String attribute() {
        return attribute;
    }

    /** The number in the base unit. */
    double inBaseUnit(long number) {
        // Not times a fraction: 0.01 has no exact double, and 5.1 would be 5.1000000000000005.
        return number * times / parts;
    }

    /** Whether it only grows, as its name says. */
    boolean isCumulative() {
        return attribute.endsWith("-total");
    }
}
