package io.freshet.quickstart;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.Supplier;

/** Writes for a person; in colour where somebody looks at a terminal that wants it. */
final class Terminal {
    private static final int WIDTH = 100;
    private static final String MARGIN = "   ";

    private final PrintStream out;
    private final boolean colour;

    Terminal(PrintStream out, boolean colour) {
        this.out = out;
        this.colour = colour;
    }

    void title(String text) {
        out.println();
        out.println(bold(text));
    }

    void heading(String text) {
        out.println();
        out.println(bold(cyan(text)));
    }

    void line(String text) {
        out.println(MARGIN + text);
    }

    void gap() {
        out.println();
    }

    /** Text of several lines, kept as it is. */
    void block(String text) {
        text.lines().forEach(line -> out.println(MARGIN + line));
    }

    /** A name, a value, and below what it means. */
    void measured(String name, String value, String note, String meaning) {
        out.println(MARGIN + name + "  " + bold(value) + (note.isEmpty() ? "" : "  " + dim(note)));
        wrapped(MARGIN + "    ", meaning);
    }

    /** Does a step and says how long it took, and what came of it. */
    <T> T step(String name, Supplier<T> work, Function<T, String> result) {
        if (colour) {
            out.print(MARGIN + dim("· " + name + " ..."));
            out.flush();
        }
        long start = System.nanoTime();
        T value = work.get();
        String took = seconds(Duration.ofNanos(System.nanoTime() - start));
        String outcome = result.apply(value);
        if (colour) {
            out.print("\r\033[K");
        }
        out.println(MARGIN + green("✓") + " " + name + (outcome.isEmpty() ? "" : ": " + outcome) + "  " + dim(took));
        return value;
    }

    void step(String name, Runnable work, String result) {
        step(
                name,
                () -> {
                    work.run();
                    return result;
                },
                outcome -> outcome);
    }

    void failure(String text) {
        if (colour) {
            out.print("\r\033[K");
        }
        out.println(red("✗") + " " + text);
    }

    String bold(String text) {
        return styled("1", text);
    }

    String dim(String text) {
        return styled("2", text);
    }

    String green(String text) {
        return styled("32", text);
    }

    private String cyan(String text) {
        return styled("36", text);
    }

    private String red(String text) {
        return styled("31", text);
    }

    private String styled(String code, String text) {
        return colour && !text.isEmpty() ? "\033[" + code + "m" + text + "\033[0m" : text;
    }

    private void wrapped(String indent, String words) {
        StringBuilder line = new StringBuilder();
        for (String word : words.split(" ", -1)) {
            if (line.length() > 0 && indent.length() + line.length() + 1 + word.length() > WIDTH) {
                out.println(indent + dim(line.toString()));
                line.setLength(0);
            }
            line.append(line.length() == 0 ? "" : " ").append(word);
        }
        out.println(indent + dim(line.toString()));
    }

    private static String seconds(Duration duration) {
        return String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1000.0);
    }
}
