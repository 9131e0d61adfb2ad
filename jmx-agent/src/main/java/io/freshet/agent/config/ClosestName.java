package io.freshet.agent.config;

import java.util.List;

/** Which of the known names somebody may have meant. */
public final class ClosestName {
    private ClosestName() {}

    /** The one with the fewest letters to add, drop or change. */
    public static String of(String name, List<String> known) {
        String best = known.get(0);
        for (String candidate : known) {
            if (distance(name, candidate) < distance(name, best)) {
                best = candidate;
            }
        }
        return best;
    }

    /** The number of letters to add, drop or change. */
    static int distance(String from, String to) {
        int[] previous = new int[to.length() + 1];
        for (int j = 0; j <= to.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= from.length(); i++) {
            int[] current = new int[to.length() + 1];
            current[0] = i;
            for (int j = 1; j <= to.length(); j++) {
                int change = from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1;
                current[j] = Math.min(Math.min(current[j - 1], previous[j]) + 1, previous[j - 1] + change);
            }
            previous = current;
        }
        return previous[to.length()];
    }
}
