package io.freshet.agent.collect.logs;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Under which name a logger is counted: one that is listed, or a part of its own. */
final class LoggerNames {
    /** What loggers are counted under that are not told apart. */
    static final String OTHER = "other";

    private static final String FILE = "kafka-loggers.txt";

    private final Set<String> listed = new LinkedHashSet<>();
    private final int depth;

    LoggerNames(List<String> more, int depth) throws IOException {
        this.depth = depth;
        listed.addAll(more);
        try (InputStream content = LoggerNames.class.getResourceAsStream(FILE)) {
            if (content == null) {
                throw new IOException("the jar of the agent lacks collect/logs/" + FILE);
            }
            BufferedReader lines = new BufferedReader(new InputStreamReader(content, StandardCharsets.UTF_8));
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (!line.isEmpty() && line.charAt(0) != '#') {
                    listed.add(line);
                }
            }
        }
    }

    /** The longest listed name that this one is or lies below, else its first parts. */
    String of(String logger) {
        String next = logger;
        while (!next.isEmpty()) {
            if (listed.contains(next)) {
                return next;
            }
            next = next.substring(0, Math.max(0, Math.max(next.lastIndexOf('.'), next.lastIndexOf('$'))));
        }
        return firstParts(logger);
    }

    private String firstParts(String logger) {
        int end = -1;
        for (int i = 0; i < depth; i++) {
            int dot = logger.indexOf('.', end + 1);
            if (dot < 0) {
                return logger.isEmpty() ? OTHER : logger;
            }
            end = dot;
        }
        return end <= 0 ? OTHER : logger.substring(0, end);
    }
}
