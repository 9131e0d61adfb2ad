package io.freshet.agent.expose.http;

import java.nio.charset.StandardCharsets;

/** What is answered to a request. */
public final class Response {
    private final Status status;
    private final String fields;
    private final Body body;

    private Response(Status status, String fields, Body body) {
        this.status = status;
        this.fields = fields;
        this.body = body;
    }

    /** The page that was asked for. */
    public static Response page(String contentType, Body body) {
        return new Response(Status.OK, "Content-Type: " + contentType + "\r\n", body);
    }

    /** A line of text. */
    public static Response line(Status status, String text) {
        byte[] body = (text + "\n").getBytes(StandardCharsets.UTF_8);
        return new Response(status, "Content-Type: text/plain; charset=utf-8\r\n", Body.of(body))
                .with("Cache-Control", "no-store");
    }

    static Response to(Refusal refusal) {
        return line(refusal.status(), refusal.why());
    }

    /** The same with one more header field. */
    public Response with(String name, String value) {
        return new Response(status, fields + name + ": " + value + "\r\n", body);
    }

    Status status() {
        return status;
    }

    public Body body() {
        return body;
    }

    byte[] head(boolean close) {
        String head = status.line() + fields + "X-Content-Type-Options: nosniff\r\nContent-Length: " + body.length()
                + (close ? "\r\nConnection: close\r\n\r\n" : "\r\n\r\n");
        return head.getBytes(StandardCharsets.ISO_8859_1);
    }
}
