package io.freshet.transforms.eventtime;

import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;

/** Where a time is written to. */
sealed interface TimePlace {

    /** A header of the record. */
    record InHeader(String name) implements TimePlace {}

    /** A field of the part that has the time. */
    record InField(String name) implements TimePlace {}

    /** Nowhere. */
    record Nowhere() implements TimePlace {}

    /**
     * Reads a place, such as {@code header:event.time}, {@code field:event_time}, or nothing for nowhere.
     *
     * @throws ConfigException if it is none; it names {@code setting}
     */
    static TimePlace parse(String setting, String text) {
        if (text.isEmpty()) {
            return new Nowhere();
        }
        String name = text.substring(text.indexOf(':') + 1);
        if (!name.isBlank() && text.startsWith("header:")) {
            return new InHeader(name);
        }
        if (!name.isBlank() && text.startsWith("field:")) {
            return new InField(name);
        }
        throw new ConfigException(setting, text, "Expecting " + Validator.FORM);
    }

    /** Accepts what {@link #parse} does. */
    final class Validator implements ConfigDef.Validator {
        private static final String FORM = "header:<name> or field:<name>";

        @Override
        public void ensureValid(String setting, Object value) {
            parse(setting, String.valueOf(value));
        }

        @Override
        public String toString() {
            return FORM;
        }
    }
}
