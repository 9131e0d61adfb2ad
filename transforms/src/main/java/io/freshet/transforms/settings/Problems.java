package io.freshet.transforms.settings;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.common.config.Config;
import org.apache.kafka.common.config.ConfigValue;

/** What is wrong with the settings of a connector beyond what each says by itself, as Connect tells it at validation. */
public final class Problems {

    private Problems() {}

    /**
     * Returns the settings with what is wrong with them together, which is asked for only if each is right by itself.
     *
     * @param problems by the setting's key
     */
    public static Config addedTo(Config validated, Supplier<Map<String, String>> problems) {
        boolean valid = validated.configValues().stream()
                .allMatch(value -> value.errorMessages().isEmpty());
        if (!valid) {
            return validated;
        }
        List<ConfigValue> values = new ArrayList<>(validated.configValues());
        problems.get().forEach((key, problem) -> value(values, key).addErrorMessage(problem));
        return new Config(values);
    }

    private static ConfigValue value(List<ConfigValue> values, String key) {
        return values.stream()
                .filter(value -> value.name().equals(key))
                .findFirst()
                .orElseGet(() -> {
                    ConfigValue added = new ConfigValue(key);
                    values.add(added);
                    return added;
                });
    }
}
