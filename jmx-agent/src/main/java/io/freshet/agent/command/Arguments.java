package io.freshet.agent.command;

import io.freshet.agent.config.ClosestName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Options as they were given: {@code --name value}, {@code --name=value}, or {@code --name} alone. */
final class Arguments {
    private final Map<String, List<String>> given = new LinkedHashMap<>();

    private Arguments() {}

    /** Each known option has its rule, or an empty one when it stands alone. */
    static Arguments parse(List<String> arguments, Map<String, String> known) {
        Arguments parsed = new Arguments();
        for (int i = 0; i < arguments.size(); i++) {
            String argument = arguments.get(i);
            int equals = argument.indexOf('=');
            String name = equals < 0 ? argument : argument.substring(0, equals);
            String rule = known.get(name);
            if (rule == null) {
                throw unknown(name, List.copyOf(known.keySet()));
            }
            List<String> values = parsed.given.computeIfAbsent(name, missing -> new ArrayList<>());
            if (rule.isEmpty()) {
                if (equals >= 0) {
                    throw new CommandException(name + ": takes no value. Found: " + argument.substring(equals + 1));
                }
                values.add("");
            } else if (equals >= 0) {
                values.add(value(name, rule, argument.substring(equals + 1)));
            } else {
                i++;
                values.add(value(name, rule, i < arguments.size() ? arguments.get(i) : ""));
            }
        }
        return parsed;
    }

    private static String value(String name, String rule, String value) {
        if (value.isEmpty()) {
            throw new CommandException(name + ": must be " + rule + ". Found: nothing");
        }
        return value;
    }

    private static CommandException unknown(String name, List<String> known) {
        if (!name.startsWith("--")) {
            return new CommandException("options begin with two dashes. Found: " + name);
        }
        return new CommandException("unknown option " + name + ": did you mean " + ClosestName.of(name, known) + "?");
    }

    boolean has(String name) {
        return given.containsKey(name);
    }

    /** The value of an option that may be given once. */
    Optional<String> one(String name) {
        List<String> values = all(name);
        if (values.size() > 1) {
            throw new CommandException(name + ": must be given once. Found: " + values.size() + " times");
        }
        return values.stream().findFirst();
    }

    List<String> all(String name) {
        return given.getOrDefault(name, List.of());
    }
}
