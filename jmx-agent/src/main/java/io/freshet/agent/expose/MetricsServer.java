package io.freshet.agent.expose;

import io.freshet.agent.health.AgentHealth;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A small HTTP server. The JDK's own sets up java.util.logging as it starts, which before the host's main method would
 * decide the host's logging.
 */
public final class MetricsServer implements AutoCloseable {
    /** Many, because a connection that says nothing holds one until its time is up. */
    private static final int MOST_CONNECTIONS = 16;

    private static final int LOOK_AROUND_MILLIS = 1_000;
    private static final int READ_TIMEOUT_MILLIS = 10_000;
    private static final long LONGEST_NANOS = TimeUnit.SECONDS.toNanos(60);

    private final ServerSocket socket;
    private final AgentHealth health;
    private final Map<Socket, Long> open = new ConcurrentHashMap<>();
    private final ExecutorService workers = newWorkers();

    private MetricsServer(ServerSocket socket, AgentHealth health) {
        this.socket = socket;
        this.health = health;
    }

    /** Takes the port; connections wait until {@link #start}. */
    public static MetricsServer bind(String host, int port, AgentHealth health) throws IOException {
        ServerSocket socket = new ServerSocket();
        try {
            socket.setReuseAddress(true);
            socket.setSoTimeout(LOOK_AROUND_MILLIS);
            socket.bind(new InetSocketAddress(InetAddress.getByName(host), port));
            return new MetricsServer(socket, health);
        } catch (IOException | RuntimeException e) {
            socket.close();
            throw e;
        }
    }

    public void start(MetricsPage page) {
        Exchange exchange = new Exchange(page, health);
        daemon(() -> accept(exchange), "freshet-agent-accept").start();
    }

    @Override
    public void close() {
        closeQuietly(socket);
        workers.shutdownNow();
        open.keySet().forEach(MetricsServer::closeQuietly);
    }

    private void accept(Exchange exchange) {
        while (!socket.isClosed()) {
            try {
                Socket connection = socket.accept();
                open.put(connection, System.nanoTime());
                hand(connection, exchange);
            } catch (SocketTimeoutException e) {
                // Time to look at the connections.
            } catch (Throwable failure) {
                if (!socket.isClosed()) {
                    health.failed(AgentHealth.Stage.EXPOSE, "a connection was not accepted", failure);
                    pause();
                }
            }
            closeOverdue();
        }
    }

    private void hand(Socket connection, Exchange exchange) {
        try {
            workers.execute(() -> answer(connection, exchange));
        } catch (RejectedExecutionException e) {
            close(connection);
        }
    }

    private void answer(Socket connection, Exchange exchange) {
        try {
            connection.setSoTimeout(READ_TIMEOUT_MILLIS);
            exchange.answer(connection);
        } catch (IOException e) {
            // The client went away or stays silent: its loss.
        } catch (Throwable failure) {
            // Not to the thread's handler: the host may have set one that ends the process.
            health.failed(AgentHealth.Stage.EXPOSE, "a scrape failed", failure);
        } finally {
            close(connection);
        }
    }

    /** A client that stops reading would hold a thread for ever: a write has no timeout of its own. */
    private void closeOverdue() {
        long now = System.nanoTime();
        open.forEach((connection, since) -> {
            if (now - since > LONGEST_NANOS) {
                close(connection);
            }
        });
    }

    private void close(Socket connection) {
        open.remove(connection);
        closeQuietly(connection);
    }

    private static void closeQuietly(AutoCloseable resource) {
        try {
            resource.close();
        } catch (Exception e) {
            // Closed is what it should be.
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

    private static ExecutorService newWorkers() {
        AtomicInteger number = new AtomicInteger();
        return new ThreadPoolExecutor(
                0,
                MOST_CONNECTIONS,
                30,
                TimeUnit.SECONDS,
                new SynchronousQueue<>(),
                task -> daemon(task, "freshet-agent-scrape-" + number.incrementAndGet()));
    }

    private static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.setContextClassLoader(MetricsServer.class.getClassLoader());
        return thread;
    }
}
