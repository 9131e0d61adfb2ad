package io.freshet.agent.expose.status;

import java.util.Locale;

/** A small drawing of how a number went, newest at the right; gaps where there was none. */
final class Sparkline {
    private static final int WIDTH = 180;
    private static final int HEIGHT = 28;
    private static final int MARGIN = 4;
    private static final int POINTS = 90;

    private Sparkline() {}

    static String svg(double[] values) {
        double least = 0;
        double most = Double.NEGATIVE_INFINITY;
        for (double value : values) {
            if (Double.isFinite(value)) {
                least = Math.min(least, value);
                most = Math.max(most, value);
            }
        }
        StringBuilder svg = new StringBuilder();
        svg.append("<svg viewBox=\"0 0 ")
                .append(WIDTH)
                .append(' ')
                .append(HEIGHT)
                .append("\" preserveAspectRatio=\"none\" aria-hidden=\"true\">");
        svg.append("<path class=\"b\" d=\"M0 ")
                .append(HEIGHT - MARGIN)
                .append("H")
                .append(WIDTH)
                .append("\"/>");
        if (most >= least) {
            svg.append("<path class=\"l\" d=\"")
                    .append(path(values, least, most))
                    .append("\"/>");
            double last = values[values.length - 1];
            if (Double.isFinite(last)) {
                svg.append(String.format(
                        Locale.ROOT, "<path class=\"e\" d=\"M%d %.1fh.1\"/>", WIDTH - MARGIN, y(last, least, most)));
            }
        }
        return svg.append("</svg>").toString();
    }

    private static String path(double[] values, double least, double most) {
        StringBuilder path = new StringBuilder();
        boolean drawing = false;
        for (int i = 0; i < values.length; i++) {
            if (!Double.isFinite(values[i])) {
                drawing = false;
                continue;
            }
            double x = WIDTH - MARGIN - (values.length - 1 - i) * ((WIDTH - MARGIN) / (POINTS - 1.0));
            path.append(String.format(Locale.ROOT, "%s%.1f %.1f", drawing ? "L" : "M", x, y(values[i], least, most)));
            if (!drawing) {
                // A number between gaps is a dot.
                path.append("h.1");
            }
            drawing = true;
        }
        return path.toString();
    }

    private static double y(double value, double least, double most) {
        double range = most > least ? most - least : 1;
        return HEIGHT - MARGIN - (value - least) / range * (HEIGHT - 2 * MARGIN);
    }
}
