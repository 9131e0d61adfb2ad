package io.freshet.transforms.table.load;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;

/**
 * The name of a table, as the database writes it.
 *
 * @param schema the schema, or what the database has in its place; null for the connection's own
 */
record TableName(@Nullable String schema, String table) {

    private static final String NAME = "(?:\"([^\"]+)\"|([^\".]+))";
    private static final Pattern FORM = Pattern.compile("(?:" + NAME + "\\.)?" + NAME);

    static TableName parse(String setting, String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw new ConfigException(setting, text, "Expecting table or schema.table");
        }
        String schema = matcher.group(1) != null ? matcher.group(1) : matcher.group(2);
        String table = matcher.group(3) != null ? matcher.group(3) : matcher.group(4);
        return new TableName(schema, table);
    }

    @Override
    public String toString() {
        return schema == null ? table : schema + "." + table;
    }
}
