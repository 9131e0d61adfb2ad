package io.freshet.agent.expose.http;

import java.io.ByteArrayOutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A request without its body. */
public final class HttpRequest {
    private final String method;
    private final String path;
    private final String query;
    private final Map<String, String> fields;
    private final boolean keepAlive;
    private @Nullable Socket socket;

    HttpRequest(String method, String target, Map<String, String> fields, boolean keepAlive) throws Refusal {
        int mark = target.indexOf('?');
        this.method = method;
        this.path = decoded(mark < 0 ? target : target.substring(0, mark), false);
        this.query = mark < 0 ? "" : target.substring(mark + 1);
        this.fields = fields;
        this.keepAlive = keepAlive;
    }

    public String method() {
        return method;
    }

    /** The path, decoded. */
    public String path() {
        return path;
    }

    /** A header field by its name in lower case, its occurrences joined by commas; empty when it was not sent. */
    public String field(String name) {
        return fields.getOrDefault(name, "");
    }

    /** The values of a parameter of the query, decoded, in their order. */
    public List<String> parameters(String name) throws Refusal {
        List<String> values = new ArrayList<>();
        for (String pair : query.split("&", -1)) {
            int equals = pair.indexOf('=');
            if (equals > 0 && decoded(pair.substring(0, equals), true).equals(name)) {
                values.add(decoded(pair.substring(equals + 1), true));
            }
        }
        return values;
    }

    /** The connection's socket; null where there is none. */
    public @Nullable Socket socket() {
        return socket;
    }

    HttpRequest from(Socket connection) {
        socket = connection;
        return this;
    }

    boolean keepAlive() {
        return keepAlive;
    }

    private static String decoded(String text, boolean plusIsSpace) throws Refusal {
        if (text.indexOf('%') < 0 && text.indexOf('+') < 0) {
            return text;
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '%') {
                bytes.write(octet(text, i + 1));
                i += 2;
            } else {
                bytes.write(c == '+' && plusIsSpace ? ' ' : c);
            }
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private static int octet(String text, int start) throws Refusal {
        int high = start + 1 < text.length() ? Character.digit(text.charAt(start), 16) : -1;
        int low = high < 0 ? -1 : Character.digit(text.charAt(start + 1), 16);
        if (low < 0) {
            throw new Refusal(Status.BAD_REQUEST, "A percent sign must be followed by two hexadecimal digits.");
        }
        return high << 4 | low;
    }
}
