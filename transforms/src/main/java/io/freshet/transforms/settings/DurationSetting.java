package io.freshet.transforms.settings;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;

/** A duration such as {@code 500ms}, {@code 90s}, {@code 4m}, {@code 1h} or {@code 7d}; a bare number is milliseconds. */
public final class DurationSetting implements ConfigDef.Validator {

    private static final Pattern FORM = Pattern.compile("(\\d{1,15})\\s*(ms|s|m|h|d)?");
    private static final Map<String, Long> MILLIS =
            Map.of("ms", 1L, "s", 1_000L, "m", 60_000L, "h", 3_600_000L, "d", 86_400_000L);

    private final Duration least;

    private DurationSetting(Duration least) {
        this.least = least;
    }

    /** Accepts durations of {@code least} and longer. */
    public static DurationSetting atLeast(Duration least) {
        return new DurationSetting(least);
    }

    /**
     * Reads a duration.
     *
     * @throws ConfigException if the text is none
     */
    public static Duration parse(String setting, String text) {
        Matcher matcher = FORM.matcher(text.strip().toLowerCase(Locale.ROOT));
        if (!matcher.matches()) {
            throw new ConfigException(
                    setting, text, "Expecting a number with one of the units ms, s, m, h, d, such as 90s");
        }
        String unit = matcher.group(2) == null ? "ms" : matcher.group(2);
        long millis = MILLIS.getOrDefault(unit, 1L);
        try {
            return Duration.ofMillis(Math.multiplyExact(Long.parseLong(matcher.group(1)), millis));
        } catch (ArithmeticException e) {
            throw new ConfigException(setting, text, "Expecting a duration of less than 2^63 ms");
        }
    }

    @Override
    public void ensureValid(String setting, Object value) {
        if (parse(setting, String.valueOf(value)).compareTo(least) < 0) {
            throw new ConfigException(setting, value, "Expecting a duration of at least " + least.toMillis() + "ms");
        }
    }

    @Override
    public String toString() {
        return "a duration such as 500ms, 90s, 4m, 1h; at least " + least.toMillis() + "ms";
    }
}
