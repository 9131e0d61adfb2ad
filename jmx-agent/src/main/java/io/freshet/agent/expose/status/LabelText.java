package io.freshet.agent.expose.status;

import io.freshet.agent.metric.Label;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Labels, read back from the form in which they are exposed. */
final class LabelText {
    private LabelText() {}

    static List<Label> labels(byte[] encoded) {
        String text = new String(encoded, StandardCharsets.UTF_8);
        List<Label> labels = new ArrayList<>();
        int position = 0;
        while (position < text.length()) {
            int equals = text.indexOf('=', position);
            String name = text.substring(position, equals);
            StringBuilder value = new StringBuilder();
            position = equals + 2;
            while (text.charAt(position) != '"') {
                char c = text.charAt(position++);
                if (c == '\\') {
                    char escaped = text.charAt(position++);
                    value.append(escaped == 'n' ? '\n' : escaped);
                } else {
                    value.append(c);
                }
            }
            labels.add(new Label(name, value.toString()));
            position += 2;
        }
        return labels;
    }

    /** How many there are, without decoding them. */
    static int count(byte[] encoded) {
        int count = 0;
        boolean quoted = false;
        for (int i = 0; i < encoded.length; i++) {
            if (quoted && encoded[i] == '\\') {
                i++;
            } else if (encoded[i] == '"') {
                count += quoted ? 1 : 0;
                quoted = !quoted;
            }
        }
        return count;
    }
}
