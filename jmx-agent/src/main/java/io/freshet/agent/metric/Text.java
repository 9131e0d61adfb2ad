package io.freshet.agent.metric;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** How names, labels and help are written in both text formats. */
public final class Text {
    private Text() {}

    /** {@code a="b",c="d"}, without braces; a label without a value is the same as no label. */
    static byte[] labels(List<Label> labels) {
        StringBuilder text = new StringBuilder();
        for (Label label : labels) {
            if (!label.value().isEmpty()) {
                text.append(text.length() == 0 ? "" : ",").append(label.name()).append("=\"");
                escape(label.value(), true, text);
                text.append('"');
            }
        }
        return bytes(text);
    }

    /** The lines HELP and TYPE of the text format 0.0.4. */
    public static byte[] textHeader(FamilyName name, String help) {
        StringBuilder text = new StringBuilder();
        text.append("# HELP ").append(name.sample()).append(' ');
        escape(help, false, text);
        text.append("\n# TYPE ")
                .append(name.sample())
                .append(' ')
                .append(name.type().textName());
        return bytes(text.append('\n'));
    }

    /** The lines TYPE, UNIT and HELP of OpenMetrics. */
    public static byte[] openMetricsHeader(FamilyName name, String help, String unit) {
        String family = name.openMetrics();
        StringBuilder text = new StringBuilder();
        text.append("# TYPE ").append(family).append(' ').append(name.type().openMetricsName());
        if (!unit.isEmpty() && family.endsWith("_" + unit)) {
            // OpenMetrics allows a unit only where the name ends in it.
            text.append("\n# UNIT ").append(family).append(' ').append(unit);
        }
        text.append("\n# HELP ").append(family).append(' ');
        escape(help, true, text);
        return bytes(text.append('\n'));
    }

    /** Escapes a label value. */
    public static String escaped(String value) {
        StringBuilder text = new StringBuilder(value.length() + 8);
        escape(value, true, text);
        return text.toString();
    }

    private static void escape(String value, boolean quotes, StringBuilder target) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '\\') {
                target.append("\\\\");
            } else if (c == '\n') {
                target.append("\\n");
            } else if (c == '"' && quotes) {
                target.append("\\\"");
            } else {
                target.append(c);
            }
        }
    }

    private static byte[] bytes(CharSequence text) {
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }
}
