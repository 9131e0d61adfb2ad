package io.freshet.local;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** Connect's REST API. */
public final class ConnectRest {
    private static final Duration REBALANCED = Duration.ofSeconds(60);
    private static final int CONFLICT = 409;

    private final ObjectMapper json = new ObjectMapper();
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();
    private final URI worker;

    public ConnectRest(URI worker) {
        this.worker = worker;
    }

    /** Creates a connector or changes its settings. */
    public void put(String name, Map<String, String> config) {
        request("PUT", "/connectors/" + encoded(name) + "/config", text(config));
    }

    public void delete(String name) {
        request("DELETE", "/connectors/" + encoded(name), null);
    }

    public JsonNode status(String name) {
        return get("/connectors/" + encoded(name) + "/status");
    }

    /** Waits until the connector and this many tasks are RUNNING; fails at once, with the trace, when one has failed. */
    public void awaitRunning(String name, int tasks, Duration deadline) {
        Await.untilTrue(tasks + " running tasks of connector " + name, deadline, () -> {
            JsonNode status = statusOrNone(name);
            String trace = trace(status);
            if (trace != null) {
                throw new LocalClusterException("Connector " + name + " failed", trace, null);
            }
            return isRunning(status.path("connector"))
                    && status.path("tasks").size() == tasks
                    && elements(status.path("tasks")).stream().allMatch(ConnectRest::isRunning);
        });
    }

    /** Waits until the connector or one of its tasks has failed and returns the trace. */
    public String awaitFailed(String name, Duration deadline) {
        return Await.until("the failure of connector " + name, deadline, () -> trace(statusOrNone(name)));
    }

    public JsonNode get(String path) {
        return request("GET", path, null);
    }

    /** Returns the answer's body; repeats what the worker refuses while it rebalances. */
    public JsonNode request(String method, String path, @Nullable String body) {
        return Await.until(method + " " + path + " without a rebalance", REBALANCED, () -> {
            HttpResponse<String> answer = send(method, path, body);
            if (answer.statusCode() == CONFLICT) {
                return null;
            }
            if (answer.statusCode() / 100 != 2) {
                throw refusal(method, path, answer);
            }
            return parsed(answer.body());
        });
    }

    /** What Connect says of these settings. */
    public JsonNode validate(String connectorClass, Map<String, String> config) {
        Map<String, String> all = new TreeMap<>(config);
        all.putIfAbsent("connector.class", connectorClass);
        all.putIfAbsent("name", "validated");
        String simpleName = connectorClass.substring(connectorClass.lastIndexOf('.') + 1);
        return request("PUT", "/connector-plugins/" + encoded(simpleName) + "/config/validate", text(all));
    }

    /** The class names of all plugins that the worker has found, transformations and converters included. */
    public List<String> plugins() {
        return elements(get("/connector-plugins?connectorsOnly=false")).stream()
                .map(plugin -> plugin.path("class").asText())
                .toList();
    }

    /** Whether the worker has joined its group and answers. */
    boolean isReady() {
        try {
            return send("GET", "/connectors", null).statusCode() == 200;
        } catch (LocalClusterException e) {
            return false;
        }
    }

    /** Right after its creation a connector has no status yet. */
    private JsonNode statusOrNone(String name) {
        HttpResponse<String> answer = send("GET", "/connectors/" + encoded(name) + "/status", null);
        return answer.statusCode() == 200 ? parsed(answer.body()) : MissingNode.getInstance();
    }

    private static boolean isRunning(JsonNode part) {
        return part.path("state").asText().equals("RUNNING");
    }

    private static @Nullable String trace(JsonNode status) {
        if (isFailed(status.path("connector"))) {
            return status.path("connector").path("trace").asText();
        }
        for (JsonNode task : status.path("tasks")) {
            if (isFailed(task)) {
                return task.path("trace").asText();
            }
        }
        return null;
    }

    private static boolean isFailed(JsonNode part) {
        return part.path("state").asText().equals("FAILED");
    }

    private HttpResponse<String> send(String method, String path, @Nullable String body) {
        HttpRequest request = HttpRequest.newBuilder(worker.resolve(path))
                .timeout(Duration.ofSeconds(100))
                .header("Content-Type", "application/json")
                .method(
                        method,
                        body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body))
                .build();
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new LocalClusterException(method + " " + worker.resolve(path) + ": " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LocalClusterException("Interrupted in " + method + " " + path, e);
        }
    }

    private LocalClusterException refusal(String method, String path, HttpResponse<String> answer) {
        JsonNode message = parsed(answer.body()).path("message");
        return new LocalClusterException(method + " " + worker.resolve(path) + " was answered with "
                + answer.statusCode() + ": " + (message.isMissingNode() ? answer.body() : message.asText()));
    }

    private JsonNode parsed(String body) {
        if (body.isBlank()) {
            return MissingNode.getInstance();
        }
        try {
            return json.readTree(body);
        } catch (JsonProcessingException e) {
            return MissingNode.getInstance();
        }
    }

    private String text(Map<String, String> config) {
        try {
            return json.writeValueAsString(config);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("Not JSON: " + config.keySet(), e);
        }
    }

    private static List<JsonNode> elements(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false).toList();
    }

    private static String encoded(String segment) {
        return URLEncoder.encode(segment, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
