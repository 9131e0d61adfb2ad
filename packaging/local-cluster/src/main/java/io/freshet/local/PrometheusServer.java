package io.freshet.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The Prometheus server of this machine; {@link Tools#find} tells whether there is one. */
public final class PrometheusServer implements AutoCloseable {
    private static final Duration READY = Duration.ofSeconds(60);

    private final HttpClient http = HttpClient.newHttpClient();
    private final ObjectMapper json = new ObjectMapper();
    private final Path folder;
    private final boolean temporary;
    private final URI uri;
    private final ChildProcess process;

    private PrometheusServer(Builder settings) {
        this.temporary = settings.folder == null;
        this.folder = settings.folder != null ? settings.folder : Folders.temporary("prometheus");
        this.uri = URI.create("http://127.0.0.1:" + (settings.port != 0 ? settings.port : Ports.free()));
        this.process = launch(settings);
    }

    public static Builder builder() {
        return new Builder();
    }

    public URI uri() {
        return uri;
    }

    /** The result of an instant query: an array with one element per series. */
    public JsonNode query(String promql) {
        return get("/api/v1/query?query=" + URLEncoder.encode(promql, StandardCharsets.UTF_8))
                .path("data")
                .path("result");
    }

    /** Whether the last scrape of this job worked. */
    public boolean up(String job) {
        return query("up{job=\"" + job + "\"}")
                .path(0)
                .path("value")
                .path(1)
                .asText()
                .equals("1");
    }

    /** Waits until this job is scraped; fails with what Prometheus says of its target. */
    public void awaitUp(String job, Duration deadline) {
        try {
            Await.untilTrue("up == 1 of job " + job, deadline, () -> up(job));
        } catch (LocalClusterException e) {
            throw new LocalClusterException(e.headline(), targets().toString(), e);
        }
    }

    /** What Prometheus says of its targets, with the last error of each. */
    public JsonNode targets() {
        return get("/api/v1/targets").path("data").path("activeTargets");
    }

    /** Stops the server and deletes its folder, unless the folder was given. */
    @Override
    public void close() {
        process.close();
        if (temporary) {
            Folders.delete(folder);
        }
    }

    private ChildProcess launch(Builder settings) {
        Path binary = Tools.find("prometheus")
                .orElseThrow(() -> new LocalClusterException("prometheus is not installed on this machine"));
        Path config = Folders.write(folder.resolve("prometheus.yml"), settings.yaml());
        List<String> command = List.of(
                binary.toString(),
                "--config.file=" + config,
                "--storage.tsdb.path=" + folder.resolve("data"),
                "--web.listen-address=" + uri.getAuthority());
        ChildProcess started =
                ChildProcess.start("prometheus", command, Map.of(), folder, folder.resolve("prometheus.log"));
        try {
            started.await("it is ready on " + uri, READY, this::isReady);
            return started;
        } catch (LocalClusterException e) {
            started.close();
            throw e;
        }
    }

    private boolean isReady() {
        try {
            return send("/-/ready").statusCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    private JsonNode get(String path) {
        try {
            HttpResponse<String> answer = send(path);
            if (answer.statusCode() != 200) {
                throw new LocalClusterException(
                        uri.resolve(path) + " was answered with " + answer.statusCode() + ": " + answer.body());
            }
            return json.readTree(answer.body());
        } catch (IOException e) {
            throw new LocalClusterException("No answer from " + uri.resolve(path) + ": " + e, e);
        }
    }

    private HttpResponse<String> send(String path) throws IOException {
        HttpRequest request = HttpRequest.newBuilder(uri.resolve(path))
                .timeout(Duration.ofSeconds(30))
                .build();
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LocalClusterException("Interrupted in a request to " + uri, e);
        }
    }

    /** How a server is started. */
    public static final class Builder {
        private final Map<String, String> targets = new LinkedHashMap<>();
        private final Map<String, Map<String, String>> further = new LinkedHashMap<>();
        private Duration interval = Duration.ofSeconds(1);
        private @Nullable Path folder;
        private int port;

        private Builder() {}

        /** A job with one target, {@code host:port}. */
        public Builder scrape(String job, String target) {
            targets.put(job, target);
            return this;
        }

        /** The same with further settings of the job, each a line of YAML: {@code scheme} and {@code https}. */
        public Builder scrape(String job, String target, Map<String, String> settings) {
            further.put(job, settings);
            return scrape(job, target);
        }

        /** How often it scrapes. */
        public Builder interval(Duration interval) {
            this.interval = interval;
            return this;
        }

        /** Where it keeps its data; without, a temporary folder that is deleted at the end. */
        public Builder folder(Path folder) {
            this.folder = folder.toAbsolutePath();
            return this;
        }

        public Builder port(int port) {
            this.port = port;
            return this;
        }

        /** Returns once the server answers queries. */
        public PrometheusServer start() {
            return new PrometheusServer(this);
        }

        private String yaml() {
            StringBuilder yaml = new StringBuilder("global:\n  scrape_interval: ")
                    .append(interval.toMillis())
                    .append("ms\n  scrape_timeout: ")
                    .append(interval.toMillis())
                    .append("ms\nscrape_configs:\n");
            targets.forEach((job, target) -> {
                yaml.append("  - job_name: '").append(job).append("'\n");
                further.getOrDefault(job, Map.of()).forEach((key, value) -> yaml.append("    ")
                        .append(key)
                        .append(": ")
                        .append(value)
                        .append('\n'));
                yaml.append("    static_configs:\n      - targets: ['")
                        .append(target)
                        .append("']\n");
            });
            return yaml.toString();
        }
    }
}
