package io.freshet.agent.expose.http;

import java.util.concurrent.TimeUnit;

/** What clients may ask of the server. Times are in milliseconds. */
public final class Limits {
    /** The longest first line of a request, in bytes. */
    static final int REQUEST_LINE = 8 * 1024;

    /** The longest head of a request, in bytes. */
    static final int HEAD = 16 * 1024;

    /** The most header fields. */
    static final int FIELDS = 100;

    /** The longest body, which is read and ignored, in bytes. */
    static final int BODY = 64 * 1024;

    private final int connections;
    private final long requestMillis;
    private final long writeMillis;
    private final long idleMillis;

    /**
     * @param connections the most that are open at once
     * @param requestMillis the longest time from the first byte of a request to the end of its body, a TLS handshake
     *     included
     * @param writeMillis the longest time that a client may take to read an answer
     * @param idleMillis how long a connection may stay open between requests
     */
    public Limits(int connections, long requestMillis, long writeMillis, long idleMillis) {
        this.connections = connections;
        this.requestMillis = requestMillis;
        this.writeMillis = writeMillis;
        this.idleMillis = idleMillis;
    }

    /** 100 connections; 10 s to ask, 60 s to take the answer, 90 s between requests. */
    public static Limits defaults() {
        return new Limits(100, 10_000, 60_000, 90_000);
    }

    int connections() {
        return connections;
    }

    long nanoseconds(Connection.State state) {
        switch (state) {
            case IDLE:
                return TimeUnit.MILLISECONDS.toNanos(idleMillis);
            case READING:
                return TimeUnit.MILLISECONDS.toNanos(requestMillis);
            case WRITING:
                return TimeUnit.MILLISECONDS.toNanos(writeMillis);
            default:
                return Long.MAX_VALUE;
        }
    }
}
