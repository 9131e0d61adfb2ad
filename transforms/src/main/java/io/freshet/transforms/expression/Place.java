package io.freshet.transforms.expression;

import dev.cel.common.CelIssue;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Says what is wrong with an expression and points at the place: line, column, and the line itself with a caret below it. */
final class Place {

    private static final Pattern NO_OVERLOAD = Pattern.compile(
            "found no matching overload for '(.+?)' applied to '(.*?)'(?: \\(candidates: (.*)\\))?", Pattern.DOTALL);
    private static final Pattern UNDECLARED = Pattern.compile("undeclared reference to '(.+?)'.*", Pattern.DOTALL);
    private static final Pattern SYMBOL = Pattern.compile("token recognition error at: '(.+)'", Pattern.DOTALL);
    private static final Pattern OPERATOR = Pattern.compile("_?(\\W+)_?");
    private static final int MOST_CANDIDATES = 4;

    private final String text;

    /** Points into a text. */
    Place(String text) {
        this.text = text;
    }

    /** Returns what is wrong, of several things the first, with the number of the others. */
    String describe(List<CelIssue> issues, int from) {
        CelIssue first = issues.stream()
                .min((a, b) -> a.getSourceLocation().compareTo(b.getSourceLocation()))
                .orElseThrow();
        int more = issues.size() - 1;
        int at = from
                + offset(
                        text.substring(from),
                        first.getSourceLocation().getLine(),
                        first.getSourceLocation().getColumn());
        String next = text.substring(Math.min(at, text.length()));
        return at(at, plain(first.getMessage(), next) + (more == 0 ? "" : " (and " + more + " more)"));
    }

    /** Says something of what is at an offset. */
    String at(int offset, String message) {
        int at = Math.max(0, Math.min(offset, text.length()));
        int start = text.lastIndexOf('\n', at - 1) + 1;
        int end = text.indexOf('\n', at);
        String line = text.substring(start, end < 0 ? text.length() : end);
        long number = text.substring(0, start).lines().count() + 1;
        return "line " + number + ", column " + (at - start + 1) + ": " + message + "\n  " + line.replace('\t', ' ')
                + "\n  " + " ".repeat(at - start) + "^";
    }

    /** Lines count from 1, columns from 0, in code points. */
    static int offset(String text, int line, int column) {
        int start = 0;
        for (int i = 1; i < line; i++) {
            int next = text.indexOf('\n', start);
            if (next < 0) {
                break;
            }
            start = next + 1;
        }
        int end = start;
        for (int i = 0; i < column && end < text.length(); i++) {
            end += Character.charCount(text.codePointAt(end));
        }
        return end;
    }

    /** In words of whoever writes an expression, not of the grammar; {@code next} is what stands at the place. */
    private static String plain(String message, String next) {
        Matcher noOverload = NO_OVERLOAD.matcher(message);
        if (noOverload.matches()) {
            return noOverload(noOverload.group(1), noOverload.group(2), noOverload.group(3));
        }
        Matcher undeclared = UNDECLARED.matcher(message);
        if (undeclared.matches()) {
            return "'" + undeclared.group(1) + "' is not known. Expecting "
                    + (next.startsWith("(")
                            ? "a function of CEL, such as has, size, startsWith, matches or lowerAscii"
                            : "one of " + String.join(", ", Language.NAMES));
        }
        Matcher symbol = SYMBOL.matcher(message);
        if (symbol.matches()) {
            return noSymbol(symbol.group(1));
        }
        if (message.startsWith("For input string")) {
            return "Expecting a number that fits into 64 bits";
        }
        return message.replace(" validation failed. Reason: evaluation error", "")
                .replace("<EOF>", "the end")
                .replace("'the end'", "the end")
                .replace("mismatched input", "unexpected")
                .replace("extraneous input", "unexpected")
                .replace("no viable alternative at input", "unexpected")
                .replace("'%%'", "'%'")
                .replace("NUM_FLOAT, NUM_INT, NUM_UINT", "a number")
                .replace("STRING, BYTES, IDENTIFIER", "a string, bytes, a name")
                .replace("IDENTIFIER", "a name");
    }

    private static String noSymbol(String symbol) {
        String first = symbol.substring(0, 1);
        return switch (first) {
            case "=" -> "'=' means nothing here. Expecting == to compare";
            case "&", "|" -> "'" + first + "' means nothing here. Expecting " + first.repeat(2);
            case "'", "\"" ->
                "Expecting a string that ends on its line and has the escapes of CEL, such as \\n, \\\" or \\u00e9";
            default -> "'" + first + "' means nothing here";
        };
    }

    private static String noOverload(String function, String types, @Nullable String candidates) {
        String found = "'" + name(function) + "' does not take " + types(types);
        if (candidates == null || candidates.isEmpty()) {
            return found;
        }
        String[] all = types(candidates).split("(?<=\\)),(?=\\(|[\\w()]+\\.\\()");
        String some = String.join(" or ", Arrays.asList(all).subList(0, Math.min(all.length, MOST_CANDIDATES)));
        return found + ". Expecting " + some + (all.length > MOST_CANDIDATES ? ", ..." : "");
    }

    private static String name(String function) {
        return switch (function) {
            case "_[_]" -> "[ ]";
            case "_?_:_" -> "? :";
            case "@in" -> "in";
            default -> {
                Matcher operator = OPERATOR.matcher(function);
                yield operator.matches() ? operator.group(1) : function;
            }
        };
    }

    /** Type parameters are letters: those that are the same are one type. */
    private static String types(String types) {
        return types.replaceAll("%([A-Z])\\d+", "$1")
                .replace("google.protobuf.Timestamp", "timestamp")
                .replace("google.protobuf.Duration", "duration")
                .replace("optional_type", "optional")
                .replaceAll("wrapper\\((\\w+)\\)", "$1 or null");
    }
}
