package io.freshet.agent.expose.http;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One client: its requests are answered one after the other. */
final class Connection {
    /** What a connection is waiting for. */
    enum State {
        /** For the next request. */
        IDLE,
        /** For the rest of a request, or of a handshake. */
        READING,
        /** For the answer to be made. */
        WORKING,
        /** For the client to take the answer. */
        WRITING
    }

    private static final int CHUNK = 1 << 16;
    private static final int MOST_UNREAD = 256 * 1024;
    private static final int LINGER_MILLIS = 1_000;

    private final Socket socket;
    private final Transport transport;
    private final Handler handler;
    private volatile State state = State.READING;
    private volatile long stateSince = System.nanoTime();

    /** When the client last took something of an answer; before that, when it last asked. */
    private volatile long movedAt = stateSince;

    Connection(Socket socket, Transport transport, Handler handler) {
        this.socket = socket;
        this.transport = transport;
        this.handler = handler;
    }

    State state() {
        return state;
    }

    /** For how long its client has kept it waiting, in nanoseconds. */
    long keptWaiting(long now) {
        return now - (state == State.WRITING ? movedAt : stateSince);
    }

    boolean isOverdue(long now, Limits limits) {
        return now - stateSince > limits.nanoseconds(state);
    }

    /** Ends it, from any thread: what it waits for fails. Past TLS, whose own end could wait for the client. */
    void abort() {
        closeQuietly(socket);
    }

    /** Says that there is no room. Never waits: what it writes fits the buffer of a new connection. */
    void refuse() {
        try {
            if (transport == Transport.PLAIN) {
                Response full = Response.line(Status.SERVICE_UNAVAILABLE, "Too many are being served already.");
                send(full.with("Retry-After", "1"), true, true, socket.getOutputStream());
            }
            socket.shutdownOutput();
        } catch (IOException e) {
            // It hears nothing, then.
        }
    }

    /** Answers until the client has enough. */
    void serve() throws IOException {
        socket.setTcpNoDelay(true);
        Socket talk;
        try {
            talk = transport.wrap(socket);
        } catch (Refusal refusal) {
            endWith(refusal, socket);
            return;
        }
        InputStream in = new BufferedInputStream(talk.getInputStream());
        RequestReader reader = new RequestReader(in, () -> enter(State.READING));
        try {
            boolean more = true;
            while (more) {
                enter(State.IDLE);
                more = serveNext(reader, talk);
            }
            talk.shutdownOutput();
        } catch (Refusal refusal) {
            // Where that request ends is not known: no other can follow.
            endWith(refusal, talk);
        }
    }

    private boolean serveNext(RequestReader reader, Socket talk) throws IOException, Refusal {
        HttpRequest request = reader.read();
        if (request == null) {
            return false;
        }
        enter(State.WORKING);
        boolean withBody = !request.method().equals("HEAD");
        send(answer(request.from(talk)), withBody, !request.keepAlive(), talk.getOutputStream());
        return request.keepAlive();
    }

    private Response answer(HttpRequest request) {
        try {
            return handler.answer(request);
        } catch (Refusal refusal) {
            return Response.to(refusal);
        }
    }

    private void send(Response response, boolean withBody, boolean close, OutputStream out) throws IOException {
        enter(State.WRITING);
        Body body = response.body();
        try {
            out.write(response.head(close));
            if (withBody) {
                body.writeTo(new Watched(out));
            }
            out.flush();
        } finally {
            body.release();
        }
    }

    private void enter(State next) {
        stateSince = System.nanoTime();
        movedAt = stateSince;
        state = next;
    }

    /** Reads on for a moment: a connection that closes with something unread is reset, and the client may lose the answer. */
    private void endWith(Refusal refusal, Socket talk) throws IOException {
        send(Response.to(refusal), true, true, talk.getOutputStream());
        talk.shutdownOutput();
        enter(State.READING);
        socket.setSoTimeout(LINGER_MILLIS);
        InputStream in = talk.getInputStream();
        byte[] unread = new byte[4096];
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(LINGER_MILLIS);
        for (int rest = MOST_UNREAD; rest > 0 && System.nanoTime() - end < 0; ) {
            int read = in.read(unread);
            rest = read < 0 ? 0 : rest - read;
        }
    }

    static void closeQuietly(@Nullable AutoCloseable resource) {
        try {
            if (resource != null) {
                resource.close();
            }
        } catch (Exception e) {
            // Closed is what it should be.
        }
    }

    /** Writes in parts, so that it is seen whether the client takes any. */
    private final class Watched extends OutputStream {
        private final OutputStream out;

        Watched(OutputStream out) {
            this.out = out;
        }

        @Override
        public void write(int value) throws IOException {
            out.write(value);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            for (int done = 0; done < length; done += CHUNK) {
                out.write(bytes, offset + done, Math.min(CHUNK, length - done));
                movedAt = System.nanoTime();
            }
        }
    }
}
