package io.freshet.agent.config;

import java.util.List;

/** A value as it was written down, before anybody knows whether it is a good one. */
final class Given {
    private static final int LONGEST_SHOWN = 100;

    private final String key;
    private final List<String> values;
    private final boolean list;
    private final String place;

    private Given(String key, List<String> values, boolean list, String place) {
        this.key = key;
        this.values = List.copyOf(values);
        this.list = list;
        this.place = place;
    }

    /** The place is for people: {@code options}, or {@code agent.yaml, line 3}. */
    static Given text(String key, String value, String place) {
        return new Given(key, List.of(value.trim()), false, place);
    }

    static Given list(String key, List<String> values, String place) {
        return new Given(key, values, true, place);
    }

    String key() {
        return key;
    }

    boolean isList() {
        return list;
    }

    /** The one value, or the items of a list. */
    List<String> values() {
        return values;
    }

    String place() {
        return place;
    }

    /** The value for a message. */
    String shown() {
        return !list ? shown(values.get(0)) : values.isEmpty() ? "an empty list" : "a list";
    }

    static String shown(String value) {
        if (value.isEmpty()) {
            return "nothing";
        }
        String line = value.replaceAll("\\p{Cntrl}", " ");
        return line.length() > LONGEST_SHOWN ? line.substring(0, LONGEST_SHOWN) + "..." : line;
    }
}
