package io.freshet.transforms.settings;

import org.apache.kafka.common.config.ConfigDef;
import org.jspecify.annotations.Nullable;

/** Accepts what a validator does, and a setting that is not there. */
public record OptionalSetting(ConfigDef.Validator validator) implements ConfigDef.Validator {

    @Override
    public void ensureValid(String setting, @Nullable Object value) {
        if (value != null) {
            validator.ensureValid(setting, value);
        }
    }

    @Override
    public String toString() {
        return validator.toString();
    }
}
