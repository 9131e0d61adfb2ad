package io.freshet.agent.config;

import io.freshet.agent.credential.PasswordHash;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;

/** How the text of a setting becomes a value, and the rule that it keeps. */
final class ValueType<T> {
    /** A name, an address, or one of IPv6, which has two colons at least. */
    private static final Pattern HOST =
            Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]*|(?=.*:.*:)[0-9A-Fa-f:.]+(%[A-Za-z0-9_.-]+)?");

    private static final Pattern DURATION = Pattern.compile("([0-9]{1,12}) ?(ms|s|m|h)");

    private final String rule;
    private final boolean secret;
    private final Reader<T> reader;

    private ValueType(String rule, boolean secret, Reader<T> reader) {
        this.rule = rule;
        this.secret = secret;
        this.reader = reader;
    }

    /** Completes the sentence "must be". */
    String rule() {
        return rule;
    }

    boolean isSecret() {
        return secret;
    }

    T read(Given given) throws Misfit {
        return reader.read(given);
    }

    /** A type of one text, which is not empty. */
    static <T> ValueType<T> of(String rule, Parser<T> parser) {
        return new ValueType<>(rule, false, given -> one(given, parser));
    }

    /** Several of a type: a list in YAML, else a text with semicolons in between. */
    static <T> ValueType<List<T>> listOf(ValueType<T> type) {
        String rule = "a list, each item " + type.rule;
        return new ValueType<>(rule, type.secret, given -> {
            List<T> items = new ArrayList<>();
            for (String item :
                    given.isList() ? given.values() : split(given.values().get(0))) {
                try {
                    items.add(type.read(Given.text(given.key(), item, given.place())));
                } catch (Misfit e) {
                    throw new Misfit(
                            "not so is " + Given.shown(item) + (e.detail().isEmpty() ? "" : ", " + e.detail()));
                }
            }
            if (items.isEmpty()) {
                // A list of what is allowed that is left empty by mistake must not allow everything.
                throw new Misfit();
            }
            return List.copyOf(items);
        });
    }

    static ValueType<String> text(String rule) {
        return of(rule, text -> text);
    }

    static ValueType<String> host() {
        return of("a host name or an address", text -> {
            if (HOST.matcher(text).matches()) {
                return text;
            }
            throw new Misfit();
        });
    }

    static ValueType<Secret> secret() {
        return new ValueType<>("a password", true, given -> one(given, Secret::new));
    }

    /** A hash, which no message shows: it would help those who guess. */
    static ValueType<PasswordHash> passwordHash() {
        return new ValueType<>(
                PasswordHash.RULE,
                true,
                given -> one(given, text -> {
                    try {
                        return PasswordHash.parse(text);
                    } catch (IllegalArgumentException e) {
                        throw new Misfit();
                    }
                }));
    }

    /** One of these texts. */
    static ValueType<String> oneOf(String... choices) {
        List<String> known = List.of(choices);
        return of("one of " + String.join(", ", known), text -> {
            if (known.contains(text)) {
                return text;
            }
            throw new Misfit();
        });
    }

    static ValueType<Integer> whole(int least, int most) {
        return of("a whole number from " + least + " to " + most, text -> {
            try {
                int number = Integer.parseInt(text);
                if (number >= least && number <= most) {
                    return number;
                }
            } catch (NumberFormatException e) {
                // As bad as one out of range.
            }
            throw new Misfit();
        });
    }

    static ValueType<Boolean> flag() {
        return of("true or false", text -> {
            if (text.equals("true") || text.equals("false")) {
                return text.equals("true");
            }
            throw new Misfit();
        });
    }

    /** One of the enum's constants, written in lower case with dashes. */
    static <E extends Enum<E>> ValueType<E> choice(Class<E> constants) {
        List<E> all = Arrays.asList(constants.getEnumConstants());
        String names = all.stream().map(ValueType::nameOf).collect(Collectors.joining(", "));
        return of("one of " + names, text -> {
            for (E constant : all) {
                if (nameOf(constant).equals(text)) {
                    return constant;
                }
            }
            throw new Misfit();
        });
    }

    static ValueType<Duration> duration(Duration least, Duration most) {
        String rule = "a time from " + shown(least) + " to " + shown(most) + ", such as 500ms, 90s, 4m or 1h";
        return of(rule, text -> {
            Matcher matcher = DURATION.matcher(text);
            if (!matcher.matches()) {
                throw new Misfit();
            }
            Duration time =
                    Duration.ofMillis(Math.multiplyExact(Long.parseLong(matcher.group(1)), unit(matcher.group(2))));
            if (time.compareTo(least) < 0 || time.compareTo(most) > 0) {
                throw new Misfit();
            }
            return time;
        });
    }

    static ValueType<ObjectName> objectName() {
        return of("a pattern of MBean names, such as com.acme:type=*,*", text -> {
            try {
                return new ObjectName(text);
            } catch (MalformedObjectNameException e) {
                throw new Misfit(String.valueOf(e.getMessage()));
            }
        });
    }

    /** A file that is there and can be read. */
    static ValueType<Path> file() {
        return of("a file that can be read", text -> {
            Path path = path(text);
            if (Files.isDirectory(path)) {
                throw new Misfit("which is a directory");
            }
            if (!Files.exists(path)) {
                throw new Misfit("which does not exist");
            }
            if (!Files.isReadable(path)) {
                throw new Misfit("which this process may not read");
            }
            return path;
        });
    }

    private static Path path(String text) throws Misfit {
        try {
            return Path.of(text).toAbsolutePath();
        } catch (InvalidPathException e) {
            throw new Misfit("which is no path");
        }
    }

    private static <T> T one(Given given, Parser<T> parser) throws Misfit {
        String text = given.values().isEmpty() ? "" : given.values().get(0);
        if (given.isList() || text.isEmpty()) {
            throw new Misfit();
        }
        return parser.parse(text);
    }

    private static List<String> split(String text) {
        return Arrays.stream(text.split(";", -1))
                .map(String::trim)
                .filter(item -> !item.isEmpty())
                .collect(Collectors.toList());
    }

    private static String nameOf(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static long unit(String unit) {
        switch (unit) {
            case "ms":
                return 1;
            case "s":
                return 1_000;
            case "m":
                return 60_000;
            default:
                return 3_600_000;
        }
    }

    /** As one would write it. */
    static String shown(Duration time) {
        long millis = time.toMillis();
        for (String unit : new String[] {"h", "m", "s"}) {
            if (millis > 0 && millis % unit(unit) == 0) {
                return millis / unit(unit) + unit;
            }
        }
        return millis + "ms";
    }

    private interface Reader<T> {
        T read(Given given) throws Misfit;
    }

    /** Makes a value of a text that is not empty. */
    interface Parser<T> {
        T parse(String text) throws Misfit;
    }
}
