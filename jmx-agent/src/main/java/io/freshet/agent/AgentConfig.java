package io.freshet.agent;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What stands after the equals sign of {@code -javaagent:freshet-agent.jar=}. */
final class AgentConfig {
    private static final String HOST = "host";
    private static final String PORT = "port";
    private static final List<String> KEYS = List.of(HOST, PORT);
    private static final String EVERY_ADDRESS = "0.0.0.0";
    private static final String DEFAULT_PORT = "9404";
    private static final int HIGHEST_PORT = 65535;

    private final String host;
    private final int port;

    private AgentConfig(Map<String, String> settings) {
        this.host = host(settings.getOrDefault(HOST, EVERY_ADDRESS));
        this.port = port(settings.getOrDefault(PORT, DEFAULT_PORT));
    }

    /** Reads {@code 9404}, or {@code key=value} pairs between commas. */
    static AgentConfig parse(String options) {
        String trimmed = options.trim();
        if (!trimmed.isEmpty() && !trimmed.contains("=") && !trimmed.contains(",")) {
            return new AgentConfig(Map.of(PORT, trimmed));
        }
        Map<String, String> settings = new LinkedHashMap<>();
        for (String pair : trimmed.split(",", -1)) {
            if (!pair.trim().isEmpty()) {
                add(pair.trim(), settings);
            }
        }
        return new AgentConfig(settings);
    }

    /** The address to listen on. */
    String host() {
        return host;
    }

    int port() {
        return port;
    }

    private static void add(String pair, Map<String, String> settings) {
        int equals = pair.indexOf('=');
        if (equals < 0) {
            throw new AgentException("options: must be key=value pairs between commas. Found: " + pair);
        }
        String key = pair.substring(0, equals).trim();
        if (!KEYS.contains(key)) {
            throw new AgentException("unknown option " + key + ": did you mean " + closest(key) + "? Known are "
                    + String.join(", ", KEYS) + ". Found: " + pair);
        }
        if (settings.put(key, pair.substring(equals + 1).trim()) != null) {
            throw new AgentException(key + ": must be given once. Found: " + pair + " after another");
        }
    }

    private static String host(String value) {
        if (value.isEmpty()) {
            throw new AgentException(HOST + ": must be a host name or an address. Found: nothing");
        }
        return value;
    }

    private static int port(String value) {
        try {
            int port = Integer.parseInt(value);
            if (port >= 1 && port <= HIGHEST_PORT) {
                return port;
            }
        } catch (NumberFormatException e) {
            // Said below.
        }
        throw new AgentException(PORT + ": must be a whole number from 1 to " + HIGHEST_PORT + ". Found: "
                + (value.isEmpty() ? "nothing" : value));
    }

    private static String closest(String key) {
        String best = PORT;
        for (String known : KEYS) {
            if (distance(key, known) < distance(key, best)) {
                best = known;
            }
        }
        return best;
    }

    /** The number of letters to add, drop or change. */
    private static int distance(String from, String to) {
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
