package io.freshet.agent.config;

import java.util.Locale;

/** A row of the table of settings. */
final class Setting<T> {
    private static final String ANY = "*";

    private final String key;
    private final ValueType<T> type;
    private final String defaultText;
    private final String meaning;
    private boolean fixed;

    private Setting(String key, ValueType<T> type, String defaultText, String meaning) {
        this.key = key;
        this.type = type;
        this.defaultText = defaultText;
        this.meaning = meaning;
    }

    /** One that always has a value. */
    static <T> Setting<T> of(String key, ValueType<T> type, String defaultText, String meaning) {
        return new Setting<>(key, type, defaultText, meaning);
    }

    /** One that may be left out. */
    static <T> Setting<T> optional(String key, ValueType<T> type, String meaning) {
        return new Setting<>(key, type, "", meaning);
    }

    /** Any number of them, under a key that ends in {@code .*}. */
    static <T> Setting<T> anyOf(String key, ValueType<T> type, String meaning) {
        return new Setting<>(key, type, "", meaning);
    }

    /** Says that a change of it takes effect at the next start of the process. */
    Setting<T> fixed() {
        fixed = true;
        return this;
    }

    String key() {
        return key;
    }

    ValueType<T> type() {
        return type;
    }

    /** Empty where there is none. */
    String defaultText() {
        return defaultText;
    }

    String meaning() {
        return meaning;
    }

    boolean isFixed() {
        return fixed;
    }

    boolean isPrefix() {
        return key.endsWith("." + ANY);
    }

    boolean covers(String given) {
        return isPrefix() ? given.length() > prefix().length() && given.startsWith(prefix()) : given.equals(key);
    }

    /** The part of a key that is the same for all of {@link #anyOf}, with its dot. */
    String prefix() {
        return key.substring(0, key.length() - ANY.length());
    }

    /** The environment variable that sets it; of {@link #anyOf} what it begins with. */
    String variable() {
        return variable(isPrefix() ? prefix() : key);
    }

    static String variable(String key) {
        return EnvironmentSettings.PREFIX + key.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
    }
}
