package io.freshet.agent.expose;

import java.util.Locale;

/** What a client likes, by {@code Accept} and {@code Accept-Encoding}. */
final class Negotiation {
    private Negotiation() {}

    /** The quality, from 0 to 1, that a client gives the best of its ranges which the test knows; negative when none. */
    static double quality(String accept, RangeTest test) {
        double best = -1;
        for (String range : accept.toLowerCase(Locale.ROOT).split(",", -1)) {
            Range parsed = new Range(range);
            if (test.matches(parsed)) {
                best = Math.max(best, parsed.quality());
            }
        }
        return best;
    }

    static boolean acceptsGzip(String acceptEncoding) {
        return quality(acceptEncoding, range -> range.value().equals("gzip")) > 0;
    }

    interface RangeTest {
        boolean matches(Range range);
    }

    /** One of the comma-separated parts. */
    static final class Range {
        private final String[] parts;

        Range(String range) {
            this.parts = range.split(";", -1);
        }

        String value() {
            return parts[0].trim();
        }

        /** From 0, which means never, to 1. */
        double quality() {
            try {
                return Double.parseDouble(parameter("q", "1"));
            } catch (NumberFormatException e) {
                return 0;
            }
        }

        String parameter(String name, String otherwise) {
            for (int i = 1; i < parts.length; i++) {
                String part = parts[i].trim();
                if (part.startsWith(name + "=")) {
                    return part.substring(name.length() + 1).trim();
                }
            }
            return otherwise;
        }
    }
}
