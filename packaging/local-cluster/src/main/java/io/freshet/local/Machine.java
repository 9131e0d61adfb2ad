package io.freshet.local;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What this JVM holds of the machine, the ports it handed out and the processes it started: the one static here. */
final class Machine {
    /** Below the range from which Linux (32768) and macOS (49152) take the ports of outgoing connections. */
    private static final int FIRST_PORT = 20_000;

    private static final int PORTS = 12_000;

    private static final byte[] LOOPBACK = {127, 0, 0, 1};

    private static final int GRACE_SECONDS = 15;

    private static final Machine INSTANCE = new Machine();

    private final Deque<ChildProcess> running = new ArrayDeque<>();
    private final ReentrantLock starting = new ReentrantLock();
    private int nextPort = ThreadLocalRandom.current().nextInt(PORTS);
    private boolean shuttingDown;

    private Machine() {
        Runtime.getRuntime().addShutdownHook(new Thread(this::stopAll, "freshet-local-cluster-shutdown"));
    }

    static Machine instance() {
        return INSTANCE;
    }

    /** A port on which nobody listens, and which this JVM does not hand out again soon. */
    synchronized int freePort() {
        for (int attempt = 0; attempt < PORTS; attempt++) {
            int port = FIRST_PORT + nextPort;
            nextPort = (nextPort + 1) % PORTS;
            if (isFree(port)) {
                return port;
            }
        }
        throw new LocalClusterException(
                "No free port between " + FIRST_PORT + " and " + (FIRST_PORT + PORTS - 1) + " on 127.0.0.1");
    }

    boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getByAddress(LOOPBACK), port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    synchronized void add(ChildProcess process) {
        if (shuttingDown) {
            process.kill9();
            throw new LocalClusterException(process.name() + " was not started: this JVM is shutting down");
        }
        running.push(process);
    }

    /** Runs a start that must come to its end, in success or in its own clean-up, before this JVM does. */
    <T> T starting(String name, Supplier<T> start) {
        starting.lock();
        try {
            if (isShuttingDown()) {
                throw new LocalClusterException(name + " was not started: this JVM is shutting down");
            }
            return start.get();
        } finally {
            starting.unlock();
        }
    }

    synchronized boolean isShuttingDown() {
        return shuttingDown;
    }

    synchronized void remove(ChildProcess process) {
        running.remove(process);
    }

    /** In the reverse order of their start, so that a worker can still say goodbye to its broker. */
    private void stopAll() {
        synchronized (this) {
            shuttingDown = true;
        }
        for (ChildProcess process = next(); process != null; process = next()) {
            process.close();
        }
        awaitStarts();
    }

    /** Whoever is in the middle of a start finds out by itself, but needs the time to clean up. */
    private void awaitStarts() {
        try {
            if (starting.tryLock(GRACE_SECONDS, TimeUnit.SECONDS)) {
                starting.unlock();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized @Nullable ChildProcess next() {
        return running.peek();
    }
}
