package io.freshet.agent.expose;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The head of a request. */
final class HttpRequest {
    private static final int LONGEST = 16 * 1024;

    private final String method;
    private final String path;
    private final Map<String, String> headers;

    private HttpRequest(String method, String path, Map<String, String> headers) {
        this.method = method;
        this.path = path;
        this.headers = headers;
    }

    /** Reads up to the empty line; null when that is not HTTP. */
    static @Nullable HttpRequest read(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        int newlines = 0;
        while (newlines < 2) {
            int next = in.read();
            if (next < 0 || head.size() > LONGEST) {
                return null;
            }
            newlines = next == '\n' ? newlines + 1 : next == '\r' ? newlines : 0;
            head.write(next);
        }
        return parse(head.toString(StandardCharsets.ISO_8859_1).split("\r?\n", -1));
    }

    private static @Nullable HttpRequest parse(String[] lines) {
        String[] start = lines[0].split(" ", -1);
        if (start.length != 3 || !start[2].startsWith("HTTP/1.")) {
            return null;
        }
        Map<String, String> headers = new HashMap<>();
        for (int i = 1; i < lines.length; i++) {
            int colon = lines[i].indexOf(':');
            if (colon > 0) {
                String name = lines[i].substring(0, colon).trim().toLowerCase(Locale.ROOT);
                headers.merge(name, lines[i].substring(colon + 1).trim(), (one, other) -> one + "," + other);
            }
        }
        return new HttpRequest(start[0], withoutQuery(start[1]), headers);
    }

    private static String withoutQuery(String target) {
        int query = target.indexOf('?');
        return query < 0 ? target : target.substring(0, query);
    }

    String method() {
        return method;
    }

    String path() {
        return path;
    }

    /** A header by its name in lower case; empty when it was not sent. */
    String header(String name) {
        return headers.getOrDefault(name, "");
    }

    boolean acceptsGzip() {
        for (String coding : header("accept-encoding").toLowerCase(Locale.ROOT).split(",", -1)) {
            Format.Preference preference = new Format.Preference(coding);
            if (preference.value().equals("gzip")) {
                return preference.quality() > 0;
            }
        }
        return false;
    }
}
