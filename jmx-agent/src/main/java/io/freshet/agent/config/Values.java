package io.freshet.agent.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The settings that hold, each of its type. */
final class Values {
    /** How far a key is from a known one that has been given further keys below: closer than most, but not than a typo. */
    private static final int TOO_DEEP = 2;

    private final Problems problems;
    private final Map<String, Given> given = new LinkedHashMap<>();
    private final Map<String, Object> parsed = new LinkedHashMap<>();

    Values(Problems problems) {
        this.problems = problems;
    }

    /** Takes what one source gives, in place of what sources before it gave. */
    void take(List<Given> source) {
        Map<String, Given> once = new LinkedHashMap<>();
        for (Given one : source) {
            Given earlier = once.putIfAbsent(one.key(), one);
            if (earlier != null) {
                problems.add(one.key() + ": must be given once. Found: another (" + earlier.place() + "; " + one.place()
                        + ")");
            }
        }
        once.values().forEach(this::take);
    }

    private void take(Given one) {
        Setting<?> setting = Settings.find(one.key());
        if (setting == null) {
            // Without its value: a password may have been meant.
            problems.add("unknown key " + Given.shown(one.key()) + ": did you mean " + closest(one.key()) + "? ("
                    + one.place() + ")");
        } else if (setting.isPrefix() && !setting.takesName(one.key())) {
            String name = one.key().substring(setting.prefix().length());
            problems.add(setting.prefix() + "<name>", setting.namesRule(), Given.shown(name), one.place());
        } else {
            parse(setting, one);
        }
    }

    private void parse(Setting<?> setting, Given one) {
        try {
            Object value = setting.type().read(one);
            parsed.put(one.key(), value == null ? "" : value);
            given.put(one.key(), one);
        } catch (Misfit e) {
            String found = setting.type().isSecret() && !one.shown().equals("nothing") ? Secret.SHOWN : one.shown();
            problems.add(
                    one.key(),
                    setting.type().rule(),
                    e.detail().isEmpty() ? found : found + ", " + e.detail(),
                    one.place());
        }
    }

    /** The value, or the default. */
    <T> T get(Setting<T> setting) {
        return find(setting)
                .orElseThrow(() -> new IllegalStateException(setting.key() + " has no value and no default"));
    }

    /** The value or default of a setting that may lack both. */
    @SuppressWarnings("unchecked") // parse has put what the setting's type makes.
    <T> Optional<T> find(Setting<T> setting) {
        Object value = parsed.get(setting.key());
        return value == null ? defaultOf(setting) : Optional.of((T) value);
    }

    /** The values of all keys under a prefix, by the rest of the key. */
    @SuppressWarnings("unchecked") // As above.
    <T> Map<String, T> all(Setting<T> setting) {
        Map<String, T> values = new LinkedHashMap<>();
        parsed.forEach((key, value) -> {
            if (setting.covers(key)) {
                values.put(key.substring(setting.prefix().length()), (T) value);
            }
        });
        return values;
    }

    /** Says that the value breaks a rule that involves others. */
    void refuse(Setting<?> setting, String rule) {
        refuse(setting, rule, "");
    }

    /** Says more about the value than the rule does. */
    void refuse(Setting<?> setting, String rule, String detail) {
        Given one = given.get(setting.key());
        boolean hidden = setting.type().isSecret();
        String found = one == null ? "nothing" : hidden ? Secret.SHOWN : one.shown();
        problems.add(setting.key(), rule, detail.isEmpty() ? found : found + ", " + detail, placeOf(setting));
    }

    private static <T> Optional<T> defaultOf(Setting<T> setting) {
        if (setting.defaultText().isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(setting.type().read(Given.text(setting.key(), setting.defaultText(), "default")));
        } catch (Misfit e) {
            throw new IllegalStateException("The default of " + setting.key() + " breaks its rule", e);
        }
    }

    /** The known key that is closest; of those with a name at the end, what stands before the name is compared. */
    private static String closest(String key) {
        String best = "";
        int least = Integer.MAX_VALUE;
        for (Setting<?> setting : Settings.ALL) {
            int end = setting.isPrefix() ? endOfHead(key, setting.prefix()) : 0;
            int distance = setting.isPrefix()
                    ? ClosestName.distance(end < 0 ? key + "." : key.substring(0, end), setting.prefix())
                    : key.startsWith(setting.key() + ".") ? TOO_DEEP : ClosestName.distance(key, setting.key());
            if (distance < least) {
                least = distance;
                String name = end < 0 ? "<name>" : key.substring(end);
                best = setting.isPrefix() ? setting.prefix() + name : setting.key();
            }
        }
        return best;
    }

    /** Where the part of a key ends that has as many dots as the prefix; negative when it has fewer. */
    private static int endOfHead(String key, String prefix) {
        int end = 0;
        for (int dots = (int) prefix.chars().filter(c -> c == '.').count(); dots > 0; dots--) {
            end = key.indexOf('.', end) + 1;
            if (end == 0) {
                return -1;
            }
        }
        return end;
    }

    /** Where a setting has its value from. */
    String placeOf(Setting<?> setting) {
        Given one = given.get(setting.key());
        return one == null ? "default" : one.place();
    }
}
