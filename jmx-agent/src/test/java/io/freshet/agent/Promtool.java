package io.freshet.agent;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.freshet.local.Tools;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The program promtool of this machine; a test that needs it is skipped where it is not installed. */
final class Promtool {
    private Promtool() {}

    /** What it finds fault with, line by line. */
    static List<String> lints(String page) throws IOException, InterruptedException {
        Optional<Path> promtool = Tools.find("promtool");
        assumeTrue(promtool.isPresent(), "promtool is not installed");
        Process process = new ProcessBuilder(promtool.orElseThrow().toString(), "check", "metrics")
                .redirectErrorStream(true)
                .start();
        try (OutputStream input = process.getOutputStream()) {
            input.write(page.getBytes(StandardCharsets.UTF_8));
        }
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int exit = process.waitFor();
        // 3: it has read everything and found fault with names.
        if (exit != 0 && exit != 3) {
            throw new AssertionError("promtool ended with " + exit + ": " + output);
        }
        return output.lines().toList();
    }
}
