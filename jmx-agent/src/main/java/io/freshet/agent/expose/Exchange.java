package io.freshet.agent.expose;

import io.freshet.agent.health.AgentHealth;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.ref.SoftReference;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/** Answers one request on one connection, which then closes. */
final class Exchange {
    static final String PATH = "/metrics";

    private static final int MOST_WRITTEN_AT_ONCE = 2;
    private static final int MOST_UNREAD = 64 * 1024;

    private final MetricsPage page;
    private final AgentHealth health;

    /** Reading values is work for one core or two, whoever asks. */
    private final Semaphore writing = new Semaphore(MOST_WRITTEN_AT_ONCE, true);

    /** Pages are megabytes on large brokers: kept while memory is plenty. */
    private final Queue<SoftReference<TextBuffer>> buffers = new ConcurrentLinkedQueue<>();

    Exchange(MetricsPage page, AgentHealth health) {
        this.page = page;
        this.health = health;
    }

    void answer(Socket socket) throws IOException {
        InputStream in = new BufferedInputStream(socket.getInputStream());
        OutputStream out = new BufferedOutputStream(socket.getOutputStream(), 1 << 16);
        HttpRequest request = HttpRequest.read(in);
        if (request == null) {
            refuse(out, "400 Bad Request", "", "This is not a request of HTTP/1.1.");
        } else if (!request.path().equals(PATH)) {
            refuse(out, "404 Not Found", "", "The metrics are under " + PATH + ".");
        } else if (!request.method().equals("GET") && !request.method().equals("HEAD")) {
            refuse(out, "405 Method Not Allowed", "Allow: GET, HEAD\r\n", "GET " + PATH + ", please.");
        } else {
            serve(request, out);
        }
        out.flush();
        socket.shutdownOutput();
        // A connection that closes with something unread is reset, and the client may lose the answer.
        in.skip(Math.min(in.available(), MOST_UNREAD));
    }

    private void serve(HttpRequest request, OutputStream out) throws IOException {
        Format format = Format.accepted(request.header("accept"));
        TextBuffer buffer = borrow();
        writing.acquireUninterruptibly();
        try {
            page.write(format, buffer);
        } catch (Throwable failure) {
            health.failed(AgentHealth.Stage.EXPOSE, "a page could not be written", failure);
            refuse(out, "500 Internal Server Error", "", "The page could not be written; the process's log says why.");
            return;
        } finally {
            writing.release();
        }
        try {
            send(request, format, buffer, out);
        } finally {
            buffers.add(new SoftReference<>(buffer));
        }
    }

    private static void send(HttpRequest request, Format format, TextBuffer page, OutputStream out) throws IOException {
        ByteArrayOutputStream zipped = request.acceptsGzip() ? zip(page) : null;
        String encoding = zipped == null ? "" : "Content-Encoding: gzip\r\n";
        int length = zipped == null ? page.length() : zipped.size();
        head(out, "200 OK", encoding + "Vary: Accept, Accept-Encoding\r\n", format.contentType(), length);
        if (request.method().equals("GET")) {
            if (zipped == null) {
                page.writeTo(out);
            } else {
                zipped.writeTo(out);
            }
        }
    }

    private static ByteArrayOutputStream zip(TextBuffer page) throws IOException {
        ByteArrayOutputStream zipped = new ByteArrayOutputStream(page.length() / 10 + 512);
        try (OutputStream zip = new GZIPOutputStream(zipped, 1 << 13)) {
            page.writeTo(zip);
        }
        return zipped;
    }

    private TextBuffer borrow() {
        SoftReference<TextBuffer> reference = buffers.poll();
        @Nullable TextBuffer buffer = reference == null ? null : reference.get();
        if (buffer == null) {
            return new TextBuffer();
        }
        buffer.clear();
        return buffer;
    }

    private static void refuse(OutputStream out, String status, String headers, String why) throws IOException {
        byte[] body = (why + "\n").getBytes(StandardCharsets.UTF_8);
        head(out, status, headers, "text/plain; charset=utf-8", body.length);
        out.write(body);
    }

    private static void head(OutputStream out, String status, String headers, String contentType, int length)
            throws IOException {
        String head = "HTTP/1.1 " + status + "\r\nContent-Type: " + contentType + "\r\nContent-Length: " + length
                + "\r\n" + headers + "Connection: close\r\n\r\n";
        out.write(head.getBytes(StandardCharsets.ISO_8859_1));
    }
}
