package io.freshet.quickstart;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One scrape of an agent, read for a person: Prometheus' text format 0.0.4. */
final class Exposition {
    private final Map<String, String> help = new HashMap<>();
    private final List<Sample> samples = new ArrayList<>();

    private record Sample(String name, String labels, double value) {}

    static Exposition scrape(String url) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url))
                .timeout(Duration.ofSeconds(30))
                .header("Accept", "text/plain;version=0.0.4")
                .build();
        try {
            HttpResponse<String> answer =
                    HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new CannotRunException(url + " was answered with status " + answer.statusCode());
            }
            return parse(answer.body());
        } catch (IOException e) {
            throw new CannotRunException("No metrics on " + url + ": " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted", e);
        }
    }

    static Exposition parse(String text) {
        Exposition exposition = new Exposition();
        text.lines().forEach(exposition::add);
        return exposition;
    }

    int series() {
        return samples.size();
    }

    /** The help text of a family, unescaped. */
    String help(String name) {
        return help.getOrDefault(name, "").replace("\\n", " ").replace("\\\\", "\\");
    }

    /**
     * The values of all series of this name that have these labels, written as they are exposed; a label that begins
     * with {@code !} must not be there. What is not a number is left out.
     */
    double[] values(String name, String... labels) {
        return samples.stream()
                .filter(sample -> sample.name.equals(name) && has(sample, labels) && !Double.isNaN(sample.value))
                .mapToDouble(Sample::value)
                .toArray();
    }

    private static boolean has(Sample sample, String... labels) {
        for (String label : labels) {
            boolean wanted = !label.startsWith("!");
            if (sample.labels.contains(wanted ? label : label.substring(1)) != wanted) {
                return false;
            }
        }
        return true;
    }

    private void add(String line) {
        if (line.startsWith("# HELP ")) {
            String[] words = line.split(" ", 4);
            help.put(words[2], words.length > 3 ? words[3] : "");
        } else if (!line.isEmpty() && !line.startsWith("#")) {
            int end = line.lastIndexOf('}');
            int brace = end < 0 ? -1 : line.indexOf('{');
            String name = brace < 0 ? line.substring(0, line.indexOf(' ')) : line.substring(0, brace);
            String labels = brace < 0 ? "" : line.substring(brace + 1, end);
            String value =
                    line.substring(brace < 0 ? name.length() + 1 : end + 2).split(" ", 2)[0];
            samples.add(new Sample(name, labels, number(value)));
        }
    }

    private static double number(String text) {
        return switch (text) {
            case "+Inf" -> Double.POSITIVE_INFINITY;
            case "-Inf" -> Double.NEGATIVE_INFINITY;
            default -> Double.parseDouble(text);
        };
    }
}
