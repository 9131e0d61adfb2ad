package io.freshet.transforms.expression;

import org.apache.kafka.common.config.ConfigDef;
import org.jspecify.annotations.Nullable;

/** Accepts expressions of a type, so that Connect's validation finds what is wrong before there is a task. */
public record ExpressionSetting(ExpressionType type) implements ConfigDef.Validator {

    @Override
    public void ensureValid(String setting, @Nullable Object value) {
        if (value != null) {
            Expression.parse(setting, String.valueOf(value), type);
        }
    }

    @Override
    public String toString() {
        return "a CEL expression of " + type;
    }
}
