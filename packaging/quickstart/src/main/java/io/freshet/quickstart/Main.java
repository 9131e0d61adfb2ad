package io.freshet.quickstart;

import io.freshet.local.LocalClusterException;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Runs the quickstart, and leaves nothing behind however it ends. */
final class Main {
    private static final int CLEAN_UP_SECONDS = 40;
    private static final int SIGNAL_MILLIS = 500;

    private final Terminal terminal;
    private final CountDownLatch cleanedUp = new CountDownLatch(1);
    private final CountDownLatch interruption = new CountDownLatch(1);

    private Main(Terminal terminal) {
        this.terminal = terminal;
    }

    public static void main(String[] arguments) {
        // Terminals show UTF-8, whatever a bare locale makes Java believe.
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        Main main = new Main(new Terminal(out, Boolean.getBoolean("freshet.colour")));
        int status = 1;
        try {
            status = main.run(List.of(arguments));
        } finally {
            main.cleanedUp.countDown();
        }
        if (status != 0) {
            System.exit(status);
        }
    }

    private int run(List<String> arguments) {
        try {
            Options options = Options.parse(arguments);
            PortPlan ports = PortPlan.of(options.portBase());
            stopOnCtrlC();
            run(options, ports, DataFolder.create());
            return 0;
        } catch (CannotRunException e) {
            terminal.failure(String.valueOf(e.getMessage()));
            return 1;
        }
    }

    private void run(Options options, PortPlan ports, DataFolder folder) {
        System.setProperty(
                "org.slf4j.simpleLogger.logFile",
                folder.resolve("quickstart.log").toString());
        terminal.title("Freshet: real flights, joined with a live table and measured for Prometheus");
        terminal.line(terminal.dim("Data: " + folder.path() + ", removed at the end"));
        try {
            runIn(options, ports, folder);
        } catch (CannotRunException e) {
            folder.keepLogs();
            throw new CannotRunException(e.getMessage() + " Logs: " + folder.path(), e);
        }
        folder.close();
        terminal.gap();
        terminal.line(terminal.dim("All stopped, nothing left behind."));
    }

    private void runIn(Options options, PortPlan ports, DataFolder folder) {
        try (Systems systems = new Systems(ports, folder)) {
            try {
                new Quickstart(options, terminal).run(systems);
            } catch (RuntimeException e) {
                if (!isInterrupted()) {
                    // Looked at before the systems stop, which makes room.
                    throw new CannotRunException(folder.fullDisk().orElseGet(() -> line(e)), e);
                }
            } finally {
                // What is closed from here on must not be hurried.
                boolean ignored = Thread.interrupted();
            }
        }
    }

    /** Ctrl-C reaches the systems, too, and one of them may have ended of it before this JVM knows. */
    private boolean isInterrupted() {
        try {
            return interruption.await(SIGNAL_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            return true;
        }
    }

    private static String line(RuntimeException failure) {
        String line = failure instanceof LocalClusterException cluster
                ? cluster.headline()
                : String.valueOf(failure.getMessage());
        return line.endsWith(".") ? line : line + ".";
    }

    /** The thread that runs stops what it has started; this one only waits for it. */
    private void stopOnCtrlC() {
        Thread runner = Thread.currentThread();
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            if (cleanedUp.getCount() > 0) {
                                interruption.countDown();
                                runner.interrupt();
                                awaitCleanUp();
                            }
                        },
                        "freshet-quickstart-stop"));
    }

    private void awaitCleanUp() {
        try {
            if (!cleanedUp.await(CLEAN_UP_SECONDS, TimeUnit.SECONDS)) {
                terminal.failure("Not everything could be stopped within " + CLEAN_UP_SECONDS + " s");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
