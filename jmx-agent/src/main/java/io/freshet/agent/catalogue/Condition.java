package io.freshet.agent.catalogue;

import io.freshet.agent.metric.Health;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What all is well means, where one process can tell: {@code == 0}, {@code >= 0.3}, {@code rate == 0} for how a counter
 * grows, {@code in running, paused} for a text. {@code >= 0.3 after 60 s} judges nothing before a process has run for so
 * long: averages over time are those of its start until then.
 */
final class Condition {
    private static final String RATE = "rate ";
    private static final String IN = "in ";
    private static final Pattern AFTER = Pattern.compile("(.*) after ([0-9]+) s");

    private final Subject subject;
    private final String operator;
    private final double bound;
    private final List<String> texts;
    private final int settlingSeconds;

    private enum Subject {
        NOTHING,
        VALUE,
        RATE,
        TEXT
    }

    private Condition(Subject subject, String operator, double bound, List<String> texts, int settlingSeconds) {
        this.subject = subject;
        this.operator = operator;
        this.bound = bound;
        this.texts = texts;
        this.settlingSeconds = settlingSeconds;
    }

    /** Reads a condition as the data writes it; an empty one judges nothing. */
    static Condition parse(String text) {
        Matcher after = AFTER.matcher(text);
        return after.matches() ? parse(after.group(1), Integer.parseInt(after.group(2))) : parse(text, 0);
    }

    private static Condition parse(String text, int settlingSeconds) {
        if (text.isEmpty()) {
            return new Condition(Subject.NOTHING, "", 0, List.of(), settlingSeconds);
        }
        if (text.startsWith(IN)) {
            return new Condition(
                    Subject.TEXT, "", 0, List.of(text.substring(IN.length()).split(", ", -1)), settlingSeconds);
        }
        boolean ofRate = text.startsWith(RATE);
        String[] words = (ofRate ? text.substring(RATE.length()) : text).split(" ", -1);
        if (words.length != 2 || !List.of("==", "<=", ">=", "<", ">").contains(words[0])) {
            throw new IllegalArgumentException(
                    "ok: expected == 0, >= 0.3 after 60 s, rate == 0 or in running, paused, say. Found: " + text);
        }
        double bound = Double.parseDouble(words[1]);
        return new Condition(ofRate ? Subject.RATE : Subject.VALUE, words[0], bound, List.of(), settlingSeconds);
    }

    /** How long a process must have run before it is judged. */
    int settlingSeconds() {
        return settlingSeconds;
    }

    Health ofValue(double value) {
        return subject == Subject.VALUE ? judge(value) : Health.UNKNOWN;
    }

    Health ofRate(double perSecond) {
        return subject == Subject.RATE ? judge(perSecond) : Health.UNKNOWN;
    }

    Health ofText(String text) {
        return subject != Subject.TEXT ? Health.UNKNOWN : texts.contains(text) ? Health.OK : Health.BAD;
    }

    private Health judge(double value) {
        return Double.isNaN(value) ? Health.UNKNOWN : holds(value) ? Health.OK : Health.BAD;
    }

    private boolean holds(double value) {
        switch (operator) {
            case "==":
                return value == bound;
            case "<=":
                return value <= bound;
            case ">=":
                return value >= bound;
            case "<":
                return value < bound;
            default:
                return value > bound;
        }
    }
}
