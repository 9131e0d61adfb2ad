package io.freshet.transforms.settings;

import java.util.HashSet;
import java.util.List;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;

/** Accepts columns, each once. */
public final class ColumnsSetting implements ConfigDef.Validator {

    @Override
    public void ensureValid(String setting, @Nullable Object value) {
        if (value instanceof List<?> list && new HashSet<>(list).size() < list.size()) {
            throw new ConfigException(setting, value, "Expecting each column once");
        }
    }

    @Override
    public String toString() {
        return "column,...";
    }
}
