package io.freshet.transforms.settings;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.kafka.common.config.ConfigException;

/** Refuses keys that nobody reads, so that a misspelt setting cannot quietly become its default. */
public final class KnownKeys {

    /** What Connect itself reads of a transformation's settings and passes on with them. */
    private static final Set<String> OF_CONNECT = Set.of("type", "predicate", "negate", "plugin.version");

    private final Set<String> keys;
    private final List<String> prefixes;

    /**
     * @param keys what is known by name
     * @param prefixes what is passed on, whatever follows
     */
    public KnownKeys(Set<String> keys, List<String> prefixes) {
        this.keys = keys;
        this.prefixes = prefixes;
    }

    /** Returns the keys of a transformation, with those that Connect passes on to it. */
    public static KnownKeys ofTransformation(Set<String> keys, List<String> prefixes) {
        Set<String> known = new HashSet<>(keys);
        known.addAll(OF_CONNECT);
        return new KnownKeys(known, prefixes);
    }

    /**
     * Checks a component's settings.
     *
     * @throws ConfigException if a key is unknown; it names the closest known one
     */
    public void check(Collection<String> found) {
        for (String key : found) {
            if (!keys.contains(key) && prefixes.stream().noneMatch(key::startsWith)) {
                throw new ConfigException("Unknown setting '" + key + "': did you mean '" + closest(key) + "'?");
            }
        }
    }

    private String closest(String key) {
        String best = "";
        int least = Integer.MAX_VALUE;
        for (String known : keys.stream().sorted().toList()) {
            int distance = distance(key, known);
            if (distance < least) {
                least = distance;
                best = known;
            }
        }
        return best;
    }

    /** Levenshtein's edit distance, by rows. */
    private static int distance(String a, String b) {
        int[] previous = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] current = new int[b.length() + 1];
            current[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                current[j] = Math.min(replaced, 1 + Math.min(previous[j], current[j - 1]));
            }
            previous = current;
        }
        return previous[b.length()];
    }
}
