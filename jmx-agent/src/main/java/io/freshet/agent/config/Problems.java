package io.freshet.agent.config;

import java.util.ArrayList;
import java.util.List;

/** What is wrong, line by line, so that all of it can be mended at once. */
final class Problems {
    private static final int MOST = 20;

    private final List<String> lines = new ArrayList<>();
    private int more;

    void add(String line) {
        if (lines.size() < MOST) {
            lines.add(line);
        } else {
            more++;
        }
    }

    /** Says the key, the rule, what was found and where. */
    void add(String key, String rule, String found, String place) {
        add(key + ": must be " + rule + ". Found: " + found + " (" + place + ")");
    }

    boolean isEmpty() {
        return lines.isEmpty();
    }

    void throwIfAny() {
        if (!lines.isEmpty()) {
            List<String> all = new ArrayList<>(lines);
            if (more > 0) {
                all.add("and " + more + " more");
            }
            throw new InvalidConfigException(all);
        }
    }
}
