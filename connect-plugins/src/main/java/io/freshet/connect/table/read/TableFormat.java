package io.freshet.connect.table.read;

import io.freshet.connect.table.change.TableName;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;

/** The name of the table that a topic's rows are in. Dots of a topic stay in the name. */
public record TableFormat(@Nullable String schema, String table) {

    public static final String TOPIC = "${topic}";

    private static final String NAME = "(?:\"([^\"]+)\"|([^\".]+))";
    private static final Pattern FORM = Pattern.compile("(?:" + NAME + "\\.)?" + NAME);

    /**
     * Reads the setting.
     *
     * @throws ConfigException if it is neither a table nor a schema and a table
     */
    public static TableFormat parse(String setting, String text) {
        Matcher matcher = FORM.matcher(text.strip());
        if (!matcher.matches()) {
            throw new ConfigException(setting, text, "Expecting table or schema.table, with ${topic} for the topic");
        }
        String schema = matcher.group(1) != null ? matcher.group(1) : matcher.group(2);
        return new TableFormat(schema, matcher.group(3) != null ? matcher.group(3) : matcher.group(4));
    }

    TableName of(String topic) {
        return new TableName(schema == null ? null : schema.replace(TOPIC, topic), table.replace(TOPIC, topic));
    }
}
