package io.freshet.agent.expose.http;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A small HTTP server. The JDK's own sets up java.util.logging as it starts, which before the host's main method would
 * decide the host's logging.
 *
 * <p>Each connection has a thread. There are few, and a thread that waits costs little; what may not happen is that slow
 * clients take all of them, and {@link Connections} sees to that.
 */
public final class HttpServer implements AutoCloseable {
    private static final int LOOK_AROUND_MILLIS = 1_000;
    private static final int BACKLOG = 128;

    /** Small: the deepest stack here is a TLS handshake's. */
    private static final long STACK_BYTES = 512 * 1024;

    private final ServerSocket socket;
    private final BiConsumer<String, Throwable> failures;
    private final Connections connections;
    private final ExecutorService workers;
    private volatile @Nullable Thread accepting;
    private long lookedAround;

    private HttpServer(ServerSocket socket, Limits limits, BiConsumer<String, Throwable> failures) {
        this.socket = socket;
        this.failures = failures;
        this.connections = new Connections(limits);
        this.workers = newWorkers(limits);
    }

    /** Takes the port; connections wait until {@link #start}. Failures inside are handed on with what was tried. */
    public static HttpServer bind(String host, int port, Limits limits, BiConsumer<String, Throwable> failures)
            throws IOException {
        ServerSocket socket = new ServerSocket();
        try {
            socket.setReuseAddress(true);
            socket.setSoTimeout(LOOK_AROUND_MILLIS);
            socket.bind(new InetSocketAddress(InetAddress.getByName(host), port), BACKLOG);
            return new HttpServer(socket, limits, failures);
        } catch (IOException | RuntimeException e) {
            socket.close();
            throw e;
        }
    }

    public void start(Transport transport, Handler handler) {
        Thread thread = daemon(() -> accept(transport, handler), "freshet-agent-accept");
        accepting = thread;
        thread.start();
    }

    /** Ends the connection whose client is slowest to read what it was sent, if one is slow. */
    public void dropSlowestReader() {
        connections.dropSlowestReader();
    }

    /** Ends all connections; the port is free when this returns. */
    @Override
    public void close() {
        Connection.closeQuietly(socket);
        awaitAcceptingEnds();
        workers.shutdownNow();
        connections.dropAll();
    }

    /** As long as a thread waits in the kernel for a connection, the port stays taken. */
    private void awaitAcceptingEnds() {
        Thread thread = accepting;
        if (thread == null || thread == Thread.currentThread()) {
            return;
        }
        try {
            thread.join(LOOK_AROUND_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void accept(Transport transport, Handler handler) {
        while (!socket.isClosed()) {
            try {
                hand(new Connection(socket.accept(), transport, handler));
            } catch (SocketTimeoutException e) {
                // Time to look at the connections.
            } catch (Throwable failure) {
                if (!socket.isClosed()) {
                    failures.accept("a connection was not accepted", failure);
                    pause();
                }
            }
            lookAround(transport);
        }
    }

    private void hand(Connection connection) {
        if (!connections.admit(connection)) {
            connections.turnAway(connection);
            return;
        }
        try {
            workers.execute(() -> serve(connection));
        } catch (RejectedExecutionException e) {
            connections.drop(connection);
        }
    }

    private void serve(Connection connection) {
        try {
            connection.serve();
        } catch (IOException e) {
            // The client went away, or was too slow: its loss.
        } catch (Throwable failure) {
            // Not to the thread's handler: the host may have set one that ends the process.
            failures.accept("a request was not answered", failure);
        } finally {
            connections.drop(connection);
        }
    }

    private void lookAround(Transport transport) {
        long now = System.nanoTime();
        if (now - lookedAround < TimeUnit.MILLISECONDS.toNanos(LOOK_AROUND_MILLIS)) {
            return;
        }
        lookedAround = now;
        connections.dropOverdue();
        try {
            transport.lookAround();
        } catch (Throwable failure) {
            failures.accept("the server could not look after itself", failure);
        }
    }

    /** Keeps an error that comes back at once, such as too many open files, from burning a core. */
    private void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(LOOK_AROUND_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            close();
        }
    }

    private static ExecutorService newWorkers(Limits limits) {
        AtomicInteger number = new AtomicInteger();
        return new ThreadPoolExecutor(
                0,
                // Twice, because the thread of a connection that was dropped takes a moment to notice.
                2 * limits.connections(),
                30,
                TimeUnit.SECONDS,
                new SynchronousQueue<>(),
                task -> daemon(task, "freshet-agent-http-" + number.incrementAndGet()));
    }

    private static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(null, task, name, STACK_BYTES);
        thread.setDaemon(true);
        // Not the host's, which the thread would keep alive.
        thread.setContextClassLoader(HttpServer.class.getClassLoader());
        return thread;
    }
}
