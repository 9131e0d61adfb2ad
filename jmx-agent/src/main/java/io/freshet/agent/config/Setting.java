package io.freshet.agent.config;

import java.util.Locale;
import java.util.function.Predicate;

/** A row of the table of settings. */
final class Setting<T> {
    private static final String ANY = "*";

    private final String key;
    private final ValueType<T> type;
    private final String defaultText;
    private final String meaning;
    private final Predicate<String> names;
    private final String namesRule;
    private boolean fixed;

    private Setting(
            String key,
            ValueType<T> type,
            String defaultText,
            String meaning,
            Predicate<String> names,
            String namesRule) {
        this.key = key;
        this.type = type;
        this.defaultText = defaultText;
        this.meaning = meaning;
        this.names = names;
        this.namesRule = namesRule;
    }

    /** One that always has a value. */
    static <T> Setting<T> of(String key, ValueType<T> type, String defaultText, String meaning) {
        return new Setting<>(key, type, defaultText, meaning, name -> true, "");
    }

    /** One that may be left out. */
    static <T> Setting<T> optional(String key, ValueType<T> type, String meaning) {
        return of(key, type, "", meaning);
    }

    /** Any number of them, under a key that ends in {@code .*}; what stands for the star has a rule as well. */
    static <T> Setting<T> anyOf(
            String key, ValueType<T> type, String meaning, Predicate<String> names, String namesRule) {
        return new Setting<>(key, type, "", meaning, names, namesRule);
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

    /** Whether the part of a key that stands for the star is a good one. */
    boolean takesName(String given) {
        return names.test(given.substring(prefix().length()));
    }

    /** Completes the sentence "must be". */
    String namesRule() {
        return namesRule;
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
