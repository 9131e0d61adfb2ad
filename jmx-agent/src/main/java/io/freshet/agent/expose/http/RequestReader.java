package io.freshet.agent.expose.http;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads requests from one connection, as RFC 9112 has them, and is strict where leniency lets two readers of one
 * request see two different ones.
 */
final class RequestReader {
    private static final Set<String> ONCE = Set.of("host", "content-length", "authorization");
    private static final String TOKEN_MARKS = "!#$%&'*+-.^_`|~";

    private final InputStream in;
    private final Runnable firstByte;
    private final byte[] line = new byte[Limits.HEAD];
    private int length;
    private int headLength;

    /** Says when a request begins. */
    RequestReader(InputStream in, Runnable firstByte) {
        this.in = in;
        this.firstByte = firstByte;
    }

    /** The next request, whose body is read as well; null when the client has gone. */
    @Nullable
    HttpRequest read() throws IOException, Refusal {
        headLength = 0;
        int first = skipEmptyLines();
        if (first < 0) {
            return null;
        }
        firstByte.run();
        readLine(first, Limits.REQUEST_LINE, Status.URI_TOO_LONG);
        String[] start = text().split(" ", -1);
        if (start.length != 3 || !isToken(start[0]) || start[1].isEmpty()) {
            throw bad("This is not a request of HTTP.");
        }
        boolean persistent = isPersistent(start[2]);
        Map<String, String> fields = readFields();
        if (persistent && !fields.containsKey("host")) {
            throw bad("A request of HTTP/1.1 must name its host.");
        }
        skipBody(fields);
        boolean close = contains(fields.getOrDefault("connection", ""), "close");
        return new HttpRequest(start[0], origin(start[1]), fields, persistent && !close);
    }

    private int skipEmptyLines() throws IOException {
        int next = in.read();
        while (next == '\r' || next == '\n') {
            next = ++headLength > Limits.HEAD ? -1 : in.read();
        }
        return next;
    }

    private static boolean isPersistent(String version) throws Refusal {
        if (version.equals("HTTP/1.1")) {
            return true;
        }
        if (version.equals("HTTP/1.0")) {
            return false;
        }
        throw version.startsWith("HTTP/")
                ? new Refusal(Status.VERSION_NOT_SUPPORTED, "HTTP/1.1, please.")
                : bad("This is not a request of HTTP.");
    }

    /** Path and query of a target, which may come with scheme and host. */
    private static String origin(String target) throws Refusal {
        if (target.charAt(0) == '/' || target.equals("*")) {
            return target;
        }
        int scheme = target.indexOf("://");
        if (scheme < 0) {
            throw bad("The target of the request must be a path.");
        }
        int path = target.indexOf('/', scheme + 3);
        return path < 0 ? "/" : target.substring(path);
    }

    private Map<String, String> readFields() throws IOException, Refusal {
        Map<String, String> fields = new HashMap<>();
        int count = 0;
        readLine(in.read(), Limits.HEAD, Status.FIELDS_TOO_LARGE);
        while (length > 0) {
            if (++count > Limits.FIELDS) {
                throw new Refusal(Status.FIELDS_TOO_LARGE, "At most " + Limits.FIELDS + " header fields, please.");
            }
            addField(text(), fields);
            readLine(in.read(), Limits.HEAD, Status.FIELDS_TOO_LARGE);
        }
        return fields;
    }

    private static void addField(String text, Map<String, String> fields) throws Refusal {
        int colon = text.indexOf(':');
        String name = colon < 0 ? "" : text.substring(0, colon).toLowerCase(Locale.ROOT);
        if (!isToken(name)) {
            throw bad("A header field is a name, a colon and a value.");
        }
        String value = text.substring(colon + 1).trim();
        String before = fields.putIfAbsent(name, value);
        if (before != null) {
            if (ONCE.contains(name)) {
                throw bad("The header field " + name + " may be sent once.");
            }
            fields.put(name, before + "," + value);
        }
    }

    private void skipBody(Map<String, String> fields) throws IOException, Refusal {
        if (fields.containsKey("transfer-encoding")) {
            throw new Refusal(Status.NOT_IMPLEMENTED, "Transfer codings of requests are not understood here.");
        }
        String announced = fields.get("content-length");
        if (announced == null) {
            return;
        }
        if (announced.isEmpty() || !announced.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw bad("The length of the body must be a number.");
        }
        if (announced.length() > 9 || Integer.parseInt(announced) > Limits.BODY) {
            throw new Refusal(Status.CONTENT_TOO_LARGE, "No bodies, please.");
        }
        // Not skipNBytes, which Java 11 lacks.
        in.readNBytes(Integer.parseInt(announced));
    }

    /** Reads up to the end of a line, which is not part of it. */
    private void readLine(int first, int longest, Status tooLong) throws IOException, Refusal {
        length = 0;
        int next = first;
        while (next != '\n') {
            if (next < 0) {
                throw new EOFException();
            }
            if (++headLength > longest) {
                throw new Refusal(tooLong, "At most " + longest + " bytes, please.");
            }
            if (next < ' ' && next != '\t' && next != '\r') {
                throw bad("Control characters have no place here.");
            }
            line[length++] = (byte) next;
            next = in.read();
        }
        headLength++;
        if (length > 0 && line[length - 1] == '\r') {
            length--;
        }
        for (int i = 0; i < length; i++) {
            if (line[i] == '\r') {
                throw bad("Control characters have no place here.");
            }
        }
    }

    private String text() {
        return new String(line, 0, length, StandardCharsets.ISO_8859_1);
    }

    private static boolean isToken(String text) {
        return !text.isEmpty()
                && text.chars().allMatch(c -> c < 128 && (Character.isLetterOrDigit(c) || TOKEN_MARKS.indexOf(c) >= 0));
    }

    private static boolean contains(String list, String word) {
        for (String part : list.split(",", -1)) {
            if (part.trim().equalsIgnoreCase(word)) {
                return true;
            }
        }
        return false;
    }

    private static Refusal bad(String why) {
        return new Refusal(Status.BAD_REQUEST, why);
    }
}
