package io.freshet.agent.expose;

import java.util.Optional;

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

    /** The format of this name: {@code text} or {@code openmetrics}. */
    static Optional<Format> named(String name) {
        return name.equals("text")
                ? Optional.of(TEXT)
                : name.equals("openmetrics") ? Optional.of(OPEN_METRICS) : Optional.empty();
    }

    /**
     * OpenMetrics where the client asks for it by name and does not like plain text better; plain text for others;
     * nothing for a client that wants neither.
     */
    static Optional<Format> accepted(String accept) {
        if (accept.isEmpty()) {
            return Optional.of(TEXT);
        }
        double openMetrics = Negotiation.quality(accept, Format::isOpenMetrics);
        double text = Negotiation.quality(accept, Format::isText);
        double any = Negotiation.quality(accept, Format::isAnyText);
        if (openMetrics > 0 && openMetrics >= text) {
            return Optional.of(OPEN_METRICS);
        }
        if (text > 0 || (text < 0 && any > 0)) {
            return Optional.of(TEXT);
        }
        double anyApplication =
                Negotiation.quality(accept, range -> range.value().equals("application/*"));
        return openMetrics < 0 && anyApplication > 0 ? Optional.of(OPEN_METRICS) : Optional.empty();
    }

    private static boolean isOpenMetrics(Negotiation.Range range) {
        return range.value().equals("application/openmetrics-text")
                && range.parameter("version", "1.0.0").equals("1.0.0");
    }

    private static boolean isText(Negotiation.Range range) {
        return range.value().equals("text/plain")
                && range.parameter("version", "0.0.4").equals("0.0.4");
    }

    private static boolean isAnyText(Negotiation.Range range) {
        // The single star is Java's own client's.
        return range.value().equals("*/*")
                || range.value().equals("text/*")
                || range.value().equals("*");
    }
}
