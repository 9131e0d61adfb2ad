package io.freshet.transforms.enrich;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;

/**
 * What becomes of a record that is not joined.
 *
 * @param topic where it goes, if it is routed
 */
record Fallback(Kind kind, String topic) {

    enum Kind {
        /** It goes on as it is. */
        PASS,
        /** The fields of the row are there, and null. */
        NULL,
        /** It goes on with a header that says so. */
        TAG,
        /** It ends here. */
        DROP,
        /** It is an error of this record, which Connect's {@code errors.tolerance} governs. */
        FAIL,
        /** It goes to another topic, with a header that says why. */
        ROUTE
    }

    private static final String ROUTE = "route:";

    /**
     * Reads a fallback, such as {@code tag} or {@code route:flights-without-airport}.
     *
     * @throws ConfigException if it is none
     */
    static Fallback parse(String setting, String text) {
        if (text.startsWith(ROUTE)) {
            String topic = text.substring(ROUTE.length());
            if (!topic.matches("[a-zA-Z0-9._-]{1,249}")) {
                throw new ConfigException(setting, text, "Expecting the name of a topic after " + ROUTE);
            }
            return new Fallback(Kind.ROUTE, topic);
        }
        for (Kind kind : Kind.values()) {
            if (kind != Kind.ROUTE && kind.name().toLowerCase(Locale.ROOT).equals(text)) {
                return new Fallback(kind, "");
            }
        }
        throw new ConfigException(setting, text, "Expecting one of " + String.join(", ", names()));
    }

    private static List<String> names() {
        return Arrays.stream(Kind.values())
                .map(kind ->
                        kind == Kind.ROUTE ? ROUTE + "<topic>" : kind.name().toLowerCase(Locale.ROOT))
                .toList();
    }

    /** Accepts what {@link #parse} does. */
    static final class Validator implements ConfigDef.Validator {
        @Override
        public void ensureValid(String setting, Object value) {
            parse(setting, String.valueOf(value));
        }

        @Override
        public String toString() {
            return "[" + String.join(", ", names()) + "]";
        }
    }
}
