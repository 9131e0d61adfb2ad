package io.freshet.transforms.table.load;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.common.config.ConfigException;

/**
 * A query of the user's, with a {@code ?} for each value of a key. The values are bound to it, never written into it.
 *
 * @param text without what follows the query
 * @param parameters how many values it takes
 */
record QueryText(String text, int parameters) {

    private static final Pattern QUERY = Pattern.compile("(?is)\\s*(select|with)\\b.*");

    /** What has no meaning of its own in it: text, quoted names, comments; and {@code ??}, an operator of PostgreSQL. */
    private static final Pattern OPAQUE_OR_SIGN =
            Pattern.compile("'(?:[^']|'')*'|\"[^\"]*\"|`[^`]*`|--[^\\n]*|(?s:/\\*.*?\\*/)"
                    + "|\\?\\?|(?<parameter>\\?)|(?<end>;)|(?<open>['\"`]|/\\*)");

    /**
     * Reads a query.
     *
     * @throws ConfigException if it is none, or more than one
     */
    static QueryText parse(String setting, String text) {
        if (!QUERY.matcher(text).matches()) {
            throw new ConfigException(setting, text, "Expecting a query, SELECT ... or WITH ... SELECT ...");
        }
        int parameters = 0;
        Matcher found = OPAQUE_OR_SIGN.matcher(text);
        while (found.find()) {
            if (found.group("end") != null) {
                throw new ConfigException(setting, text, "Expecting one query, without a semicolon");
            }
            if (found.group("open") != null) {
                throw new ConfigException(setting, text, "Expecting an end of what begins with " + found.group("open"));
            }
            if (found.group("parameter") != null) {
                parameters++;
            }
        }
        if (parameters == 0) {
            throw new ConfigException(setting, text, "Expecting a ? for each value of the key");
        }
        return new QueryText(text.strip(), parameters);
    }
}
