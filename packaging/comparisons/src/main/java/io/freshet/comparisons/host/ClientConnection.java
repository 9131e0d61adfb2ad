package io.freshet.comparisons.host;

import io.freshet.local.JavaProcess;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.function.IntFunction;

/** A {@link LoadClient} that is told what to do. */
final class ClientConnection implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 120_000;

    private final JavaProcess process;
    private final Socket socket;
    private final BufferedReader answers;
    private final PrintStream orders;

    private ClientConnection(JavaProcess process, Socket socket) throws IOException {
        this.process = process;
        this.socket = socket;
        this.answers = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
        this.orders = new PrintStream(socket.getOutputStream(), true, StandardCharsets.UTF_8);
    }

    /** Starts a process that is told the port to connect to. */
    static ClientConnection to(IntFunction<JavaProcess> start) {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            server.setSoTimeout(PATIENCE_MILLIS);
            JavaProcess process = start.apply(server.getLocalPort());
            try {
                Socket socket = server.accept();
                socket.setSoTimeout(PATIENCE_MILLIS);
                return new ClientConnection(process, socket);
            } catch (IOException e) {
                process.close();
                throw e;
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The client does not connect", e);
        }
    }

    /** What a client can be told to do. */
    enum Kind {
        PRODUCE,
        CONSUME
    }

    /** What it has done, in how many seconds. */
    record Done(long records, double seconds) {}

    long pid() {
        return process.pid();
    }

    Done order(Kind kind, String topic, double seconds) {
        orders.println(kind + " " + topic + " " + seconds);
        try {
            String answer = answers.readLine();
            if (answer == null) {
                throw new IllegalStateException("The client has ended: " + process.logText());
            }
            String[] numbers = answer.split(" ", -1);
            return new Done(Long.parseLong(numbers[0]), Double.parseDouble(numbers[1]));
        } catch (IOException e) {
            throw new UncheckedIOException("No answer of the client", e);
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            process.close();
        }
    }
}
