package io.freshet.agent.text;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What an agent answers. */
public record Scrape(String page, Map<String, ScrapedFamily> families) {
    private static final HttpClient HTTP =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

    /** The page in the text format, read strictly. */
    public static Scrape text(int port) {
        String page = get(port, "", "text/plain");
        return new Scrape(page, Exposition.text(page));
    }

    /** The families that have these samples, in the text format, read strictly. */
    public static Scrape text(int port, Collection<String> samples) {
        String query = samples.stream().map(name -> "name[]=" + name).collect(Collectors.joining("&", "?", ""));
        String page = get(port, query, "text/plain");
        return new Scrape(page, Exposition.text(page));
    }

    /** The page in OpenMetrics, read strictly. */
    public static Scrape openMetrics(int port) {
        String page = get(port, "", "application/openmetrics-text; version=1.0.0");
        return new Scrape(page, Exposition.openMetrics(page));
    }

    /** The page as it is. */
    public static String page(int port) {
        return get(port, "", "text/plain");
    }

    private static String get(int port, String query, String accept) {
        URI uri = URI.create("http://127.0.0.1:" + port + "/metrics" + query);
        HttpRequest request = HttpRequest.newBuilder(uri)
                .header("Accept", accept)
                .timeout(Duration.ofSeconds(30))
                .build();
        try {
            HttpResponse<String> answer = HTTP.send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new AssertionError(uri + " was answered with " + answer.statusCode());
            }
            return answer.body();
        } catch (IOException e) {
            throw new AssertionError("No answer from " + uri, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** All samples of this name that have at least these labels. */
    public List<Sample> samples(String name, Map<String, String> labels) {
        return families.values().stream()
                .flatMap(family -> family.samples().stream())
                .filter(sample -> sample.name().equals(name))
                .filter(sample -> sample.labels().entrySet().containsAll(labels.entrySet()))
                .toList();
    }

    /** The value of the only sample of this name with exactly these labels. */
    public double value(String name, Map<String, String> labels) {
        List<Sample> found = samples(name, labels).stream()
                .filter(sample -> sample.labels().equals(labels))
                .toList();
        if (found.size() != 1) {
            throw new AssertionError("One " + name + labels + " expected. Found: " + found);
        }
        return found.get(0).value();
    }

    public ScrapedFamily family(String name) {
        return Objects.requireNonNull(families.get(name), name);
    }

    /** Every sample. */
    public Stream<Sample> all() {
        return families.values().stream().flatMap(family -> family.samples().stream());
    }
}
