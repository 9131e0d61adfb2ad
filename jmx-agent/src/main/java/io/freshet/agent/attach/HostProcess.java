package io.freshet.agent.attach;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The process that the agent was started in, as far as its command line tells. */
final class HostProcess {
    private static final String RULES = "command-line-tools.txt";

    private final String mainClass;

    HostProcess(String command) {
        this.mainClass = firstWord(command);
    }

    static HostProcess current() {
        return new HostProcess(System.getProperty("sun.java.command", ""));
    }

    String mainClass() {
        return mainClass;
    }

    /**
     * Returns whether this is one of Kafka's tools, which get the same {@code KAFKA_OPTS} as the broker and must not
     * take its port. The longest rule that matches decides.
     */
    boolean isCommandLineTool() throws IOException {
        String longest = "";
        boolean off = false;
        for (String line : rules()) {
            int space = line.indexOf(' ');
            String pattern = line.substring(space + 1);
            if (matches(pattern) && pattern.length() > longest.length()) {
                longest = pattern;
                off = line.startsWith("off ");
            }
        }
        return off;
    }

    private boolean matches(String pattern) {
        return pattern.endsWith(".") ? mainClass.startsWith(pattern) : mainClass.equals(pattern);
    }

    private static List<String> rules() throws IOException {
        InputStream resource = HostProcess.class.getResourceAsStream(RULES);
        if (resource == null) {
            throw new IOException("the jar of the agent lacks " + RULES);
        }
        List<String> rules = new ArrayList<>();
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(resource, StandardCharsets.UTF_8))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                if (!line.isEmpty() && line.charAt(0) != '#') {
                    rules.add(line);
                }
            }
        }
        return rules;
    }

    private static String firstWord(String command) {
        String trimmed = command.trim();
        int end = trimmed.indexOf(' ');
        String word = end < 0 ? trimmed : trimmed.substring(0, end);
        // module/class
        return word.substring(word.indexOf('/') + 1);
    }
}
