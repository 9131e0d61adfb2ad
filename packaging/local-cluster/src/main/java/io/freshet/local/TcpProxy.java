package io.freshet.local;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A network between clients and a port of this machine that can be cut: what is sent then neither arrives nor fails. */
public final class TcpProxy implements AutoCloseable {
    private static final int BUFFER = 64 * 1024;

    private final int target;
    private final ServerSocket server;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final Object network = new Object();
    private boolean isCut;
    private boolean closed;

    private TcpProxy(int target) {
        this.target = target;
        try {
            this.server = new ServerSocket();
            server.setReuseAddress(true);
            server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), Ports.free()));
        } catch (IOException e) {
            throw new LocalClusterException("No proxy to port " + target + ": " + e.getMessage(), e);
        }
        start(this::accept, "accept");
    }

    /** A proxy to a port, on which nobody needs to listen yet. */
    public static TcpProxy to(int target) {
        return new TcpProxy(target);
    }

    /** Where clients connect to. */
    public int port() {
        return server.getLocalPort();
    }

    public void cut() {
        synchronized (network) {
            isCut = true;
        }
    }

    /** Lets pass what has waited. */
    public void heal() {
        synchronized (network) {
            isCut = false;
            network.notifyAll();
        }
    }

    private void accept() {
        try {
            while (true) {
                Socket client = server.accept();
                sockets.add(client);
                start(() -> connect(client), "connect");
            }
        } catch (IOException e) {
            closeAll();
        }
    }

    private void connect(Socket client) {
        Socket backend = new Socket();
        sockets.add(backend);
        try {
            awaitNetwork();
            backend.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), target));
            start(() -> pump(backend, client), "down");
            pump(client, backend);
        } catch (IOException e) {
            close(client);
            close(backend);
        }
    }

    private void pump(Socket from, Socket to) {
        byte[] buffer = new byte[BUFFER];
        try (InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream()) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                awaitNetwork();
                out.write(buffer, 0, read);
            }
        } catch (IOException e) {
            // Either end is gone; so is the other then.
        } finally {
            close(from);
            close(to);
        }
    }

    private void awaitNetwork() throws IOException {
        synchronized (network) {
            while (isCut && !closed) {
                try {
                    network.wait();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new IOException(e);
                }
            }
        }
    }

    private void start(Runnable work, String name) {
        Thread thread = new Thread(work, "freshet-proxy-" + target + "-" + name);
        thread.setDaemon(true);
        thread.start();
    }

    private void close(Socket socket) {
        sockets.remove(socket);
        try {
            socket.close();
        } catch (IOException e) {
            throw new LocalClusterException("A connection to port " + target + " cannot be closed", e);
        }
    }

    private void closeAll() {
        Set.copyOf(sockets).forEach(this::close);
    }

    @Override
    public void close() {
        synchronized (network) {
            closed = true;
            network.notifyAll();
        }
        try {
            server.close();
        } catch (IOException e) {
            throw new LocalClusterException("The proxy to port " + target + " cannot be closed", e);
        }
        closeAll();
    }
}
