package io.freshet.transforms.enrich;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.kafka.common.config.ConfigException;

/** A column of the row and the name of the field that it becomes. */
record FieldMapping(String column, String name) {

    /**
     * Reads {@code column} and {@code column:name}.
     *
     * @throws ConfigException if one is empty or two would have one name
     */
    static List<FieldMapping> parse(String setting, List<String> texts) {
        List<FieldMapping> mappings = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (String text : texts) {
            int colon = text.indexOf(':');
            String column = (colon < 0 ? text : text.substring(0, colon)).strip();
            String name = (colon < 0 ? text : text.substring(colon + 1)).strip();
            if (column.isEmpty() || name.isEmpty()) {
                throw new ConfigException(setting, text, "Expecting column or column:name");
            }
            if (!names.add(name)) {
                throw new ConfigException(setting, text, "Expecting each name once. Found twice: '" + name + "'");
            }
            mappings.add(new FieldMapping(column, name));
        }
        return List.copyOf(mappings);
    }
}
