package io.freshet.endtoend;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;

/** What an agent exposes at one moment, as lines of Prometheus' text format. */
final class AgentPage {

    private final List<String> lines;

    private AgentPage(List<String> lines) {
        this.lines = lines;
    }

    static AgentPage scrape(int port) {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/metrics"))
                .header("Accept", "text/plain;version=0.0.4")
                .build();
        try {
            HttpResponse<String> answer =
                    HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
            return new AgentPage(answer.body().lines().toList());
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** Returns the one value of this name with this label, NaN if there is none. */
    double value(String name, String label, String value) {
        List<Double> values = lines.stream()
                .filter(line -> line.startsWith(name + "{") && line.contains(label + "=\"" + value + "\""))
                .map(line -> Double.valueOf(line.substring(line.lastIndexOf(' ') + 1)))
                .toList();
        if (values.size() > 1) {
            throw new AssertionError(name + " is there " + values.size() + " times with " + label + "=" + value);
        }
        return values.isEmpty() ? Double.NaN : values.get(0);
    }

    /** Returns the lines about families whose names begin so. */
    List<String> about(String prefix) {
        return lines.stream()
                .filter(line -> line.startsWith(prefix)
                        || line.startsWith("# HELP " + prefix)
                        || line.startsWith("# TYPE " + prefix))
                .toList();
    }
}
