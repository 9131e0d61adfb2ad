package io.freshet.transforms.expression;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.kafka.common.config.ConfigException;

/** An expression with the name that it is for, as one of {@code name = expression; name = expression}. */
public record NamedExpression(String name, Expression expression) {

    /**
     * Reads them in their order. A line break may stand wherever a space may; the last semicolon may be left out.
     *
     * @param checkName throws an {@link IllegalArgumentException} or a {@link ConfigException} for a name that is none
     * @throws ConfigException if one is wrong or a name is there twice; it names {@code setting} and points at the place
     */
    public static List<NamedExpression> parseAll(
            String setting, String text, ExpressionType wanted, Consumer<String> checkName) {
        List<NamedExpression> all = new ArrayList<>();
        Set<String> names = new HashSet<>();
        int start = 0;
        while (start <= text.length()) {
            int end = end(text, start);
            if (!text.substring(start, end).isBlank()) {
                NamedExpression parsed = parse(setting, text, start, end, wanted, checkName);
                if (!names.add(parsed.name)) {
                    throw wrong(setting, text, skipBlanks(text, start), "'" + parsed.name + "' is there twice");
                }
                all.add(parsed);
            }
            start = end + 1;
        }
        if (all.isEmpty()) {
            throw wrong(setting, text, 0, "Expecting name = expression; ... Found: nothing");
        }
        return List.copyOf(all);
    }

    private static NamedExpression parse(
            String setting, String text, int start, int end, ExpressionType wanted, Consumer<String> checkName) {
        int first = skipBlanks(text, start);
        int equals = equals(text, first, end);
        if (equals < 0) {
            throw wrong(setting, text, first, "Expecting name = expression. Found: no = after a name");
        }
        String name = text.substring(first, equals).strip();
        try {
            checkName.accept(name);
        } catch (IllegalArgumentException | ConfigException e) {
            throw wrong(setting, text, first, String.valueOf(e.getMessage()));
        }
        return new NamedExpression(name, Expression.parse(setting, text, equals + 1, end, wanted));
    }

    /** Returns the first = outside of backticks that is not one of ==, !=, <= or >=. */
    private static int equals(String text, int start, int end) {
        boolean quoted = false;
        for (int i = start; i < end; i++) {
            char c = text.charAt(i);
            if (c == '`') {
                quoted = !quoted;
            } else if (c == '=' && !quoted) {
                boolean isOperator = (i + 1 < end && text.charAt(i + 1) == '=')
                        || (i > start && "!<>".indexOf(text.charAt(i - 1)) >= 0);
                return isOperator ? -1 : i;
            }
        }
        return -1;
    }

    /** Returns where the next semicolon outside of texts is, or the end. */
    private static int end(String text, int start) {
        int i = start;
        while (i < text.length() && text.charAt(i) != ';') {
            char c = text.charAt(i);
            if (text.startsWith("//", i)) {
                int line = text.indexOf('\n', i);
                return line < 0 ? text.length() : end(text, line);
            }
            i = c == '"' || c == '\'' || c == '`' ? afterText(text, i) : i + 1;
        }
        return Math.min(i, text.length());
    }

    /** Returns where a text of CEL ends that begins here, be it in three quotes or raw; the end if it has none. */
    private static int afterText(String text, int opening) {
        char quote = text.charAt(opening);
        String three = String.valueOf(quote).repeat(3);
        String closing = text.startsWith(three, opening) ? three : String.valueOf(quote);
        boolean raw = opening > 0 && "rR".indexOf(text.charAt(opening - 1)) >= 0;
        int i = opening + closing.length();
        while (i < text.length() && !text.startsWith(closing, i)) {
            i += text.charAt(i) == '\\' && !raw ? 2 : 1;
        }
        return i + closing.length();
    }

    private static int skipBlanks(String text, int start) {
        int i = start;
        while (i < text.length() && Character.isWhitespace(text.charAt(i))) {
            i++;
        }
        return i;
    }

    private static ConfigException wrong(String setting, String text, int at, String message) {
        return new ConfigException(setting, text, new Place(text).at(at, message));
    }
}
