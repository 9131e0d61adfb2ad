package io.freshet.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** The browser Chromium of this machine, without a window; {@link Tools#find} tells whether there is one. */
public final class Chromium implements AutoCloseable {
    private static final Duration READY = Duration.ofSeconds(60);

    private final ObjectMapper json = new ObjectMapper();
    private final Path folder = Folders.temporary("chromium");
    private final AtomicInteger number = new AtomicInteger();
    private final Map<Integer, CompletableFuture<JsonNode>> answers = new ConcurrentHashMap<>();
    private final Queue<String> loaded = new ConcurrentLinkedQueue<>();
    private final Queue<String> complaints = new ConcurrentLinkedQueue<>();
    private final ChildProcess process;
    private final WebSocket socket;
    private String session = "";

    private Chromium(Path binary) {
        Path port = folder.resolve("profile/DevToolsActivePort");
        List<String> command = new ArrayList<>(List.of(
                binary.toString(),
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--hide-scrollbars",
                "--remote-debugging-port=0",
                "--user-data-dir=" + folder.resolve("profile"),
                "about:blank"));
        process = ChildProcess.start("chromium", command, Map.of(), folder, folder.resolve("chromium.log"));
        process.await(
                "it takes commands",
                READY,
                () -> Files.exists(port) && lines(port).size() == 2);
        List<String> address = lines(port);
        socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(URI.create("ws://127.0.0.1:" + address.get(0) + address.get(1)), new Listener())
                .join();
    }

    /** Starts the program, which must be there. */
    public static Chromium start() {
        return new Chromium(Tools.find("chromium")
                .orElseThrow(() -> new LocalClusterException("chromium is not installed on this machine")));
    }

    /** Opens a page in a new tab of this size, and waits until all of it is there. */
    public void open(URI page, int width, int height, boolean dark) {
        session = "";
        loaded.clear();
        String target = send("Target.createTarget", Map.of("url", "about:blank"))
                .path("targetId")
                .asText();
        session = send("Target.attachToTarget", Map.of("targetId", target, "flatten", true))
                .path("sessionId")
                .asText();
        send("Page.enable", Map.of());
        send("Runtime.enable", Map.of());
        send("Log.enable", Map.of());
        send(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", width < 600));
        send(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", dark ? "dark" : "light"))));
        send("Page.navigate", Map.of("url", page.toString()));
        Await.untilTrue("the page " + page, READY, () -> !loaded.isEmpty());
    }

    /** The value of an expression in the page. */
    public JsonNode evaluate(String script) {
        JsonNode result = send("Runtime.evaluate", Map.of("expression", script, "returnByValue", true));
        if (result.has("exceptionDetails")) {
            throw new LocalClusterException(script + " failed: " + result.path("exceptionDetails"));
        }
        return result.path("result").path("value");
    }

    /** What is visible of the page, as a PNG. */
    public Path screenshot(Path file) {
        String png = send("Page.captureScreenshot", Map.of("format", "png"))
                .path("data")
                .asText();
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            return Files.write(file, Base64.getDecoder().decode(png));
        } catch (IOException e) {
            throw new LocalClusterException("The screenshot was not written to " + file, e);
        }
    }

    /** Errors and warnings that the pages' consoles have shown since the start. */
    public List<String> complaints() {
        return List.copyOf(complaints);
    }

    @Override
    public void close() {
        socket.abort();
        process.close();
        Folders.delete(folder);
    }

    private JsonNode send(String method, Map<String, ?> parameters) {
        int id = number.incrementAndGet();
        CompletableFuture<JsonNode> answer = new CompletableFuture<>();
        answers.put(id, answer);
        ObjectNode message = json.createObjectNode().put("id", id).put("method", method);
        message.set("params", json.valueToTree(parameters));
        if (!session.isEmpty()) {
            message.put("sessionId", session);
        }
        socket.sendText(message.toString(), true).join();
        JsonNode result = Await.until("an answer to " + method, READY, () -> answer.getNow(null));
        if (result.has("error")) {
            throw new LocalClusterException(method + " failed: " + result.path("error"));
        }
        return result.path("result");
    }

    private void receive(String text) {
        try {
            JsonNode message = json.readTree(text);
            CompletableFuture<JsonNode> answer =
                    answers.remove(message.path("id").asInt());
            if (answer != null) {
                answer.complete(message);
            } else {
                hear(message.path("method").asText(), message.path("params"));
            }
        } catch (IOException e) {
            complaints.add("not understood: " + text);
        }
    }

    private void hear(String event, JsonNode said) {
        switch (event) {
            case "Page.loadEventFired" -> loaded.add(event);
            case "Runtime.exceptionThrown" ->
                complaints.add(said.path("exceptionDetails").toString());
            case "Runtime.consoleAPICalled" -> complaints.add(said.toString());
            case "Log.entryAdded" -> complaints.add(said.path("entry").toString());
            default -> {
                // Of no interest.
            }
        }
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new LocalClusterException("No port in " + file, e);
        }
    }

    private final class Listener implements WebSocket.Listener {
        private final StringBuilder text = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
            text.append(data);
            if (last) {
                receive(text.toString());
                text.setLength(0);
            }
            webSocket.request(1);
            return CompletableFuture.completedStage(null);
        }
    }
}
