package io.freshet.agent.config;

import java.util.ArrayList;
import java.util.List;

/** What stands after the equals sign of {@code -javaagent:freshet-agent.jar=}: a port, key=value pairs, or both. */
final class OptionsText {
    static final String PLACE = "options";

    private OptionsText() {}

    static List<Given> read(String options, Problems problems) {
        List<Given> found = new ArrayList<>();
        String[] parts = options.split(",", -1);
        for (int i = 0; i < parts.length; i++) {
            String part = parts[i].trim();
            int equals = part.indexOf('=');
            if (equals >= 0) {
                found.add(Given.text(part.substring(0, equals).trim(), part.substring(equals + 1), PLACE));
            } else if (i == 0 && !part.isEmpty()) {
                found.add(Given.text(Settings.PORT.key(), part, PLACE));
            } else if (!part.isEmpty()) {
                // Not shown: it may be the end of a password that has a comma.
                problems.add("options: must be a port or key=value pairs between commas; values with commas stand in "
                        + "a file, config=. Found: no = in part " + (i + 1));
            }
        }
        return found;
    }
}
