package io.freshet.agent.expose;

import java.util.Locale;

/** The text formats, and how a client chooses. */
public enum Format {
    TEXT("text/plain; version=0.0.4; charset=utf-8"),
    OPEN_METRICS("application/openmetrics-text; version=1.0.0; charset=utf-8");

    private final String contentType;

    Format(String contentType) {
        this.contentType = contentType;
    }

    public String contentType() {
        return contentType;
    }

    /** OpenMetrics where the client asks for it and does not like plain text better; plain text for all others. */
    static Format accepted(String accept) {
        double text = 0;
        double openMetrics = 0;
        for (String range : accept.toLowerCase(Locale.ROOT).split(",", -1)) {
            Preference preference = new Preference(range);
            if (preference.isOpenMetrics()) {
                openMetrics = Math.max(openMetrics, preference.quality());
            } else if (preference.isText()) {
                text = Math.max(text, preference.quality());
            }
        }
        return openMetrics > 0 && openMetrics >= text ? OPEN_METRICS : TEXT;
    }

    /** One of the comma-separated parts of an {@code Accept} or {@code Accept-Encoding}. */
    static final class Preference {
        private final String[] parts;

        Preference(String range) {
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

        private boolean isOpenMetrics() {
            return value().equals("application/openmetrics-text")
                    && parameter("version", "1.0.0").equals("1.0.0");
        }

        private boolean isText() {
            return value().equals("text/plain") && parameter("version", "0.0.4").equals("0.0.4");
        }

        private String parameter(String name, String otherwise) {
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
