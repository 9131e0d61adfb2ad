package io.freshet.local;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A PostgreSQL server that is ready for logical decoding. */
public final class PostgresServer implements AutoCloseable {
    private static final String USER = "postgres";

    private static final Duration READY = Duration.ofSeconds(60);
    private static final Duration GRACE = Duration.ofSeconds(10);

    private final Map<String, String> serverConfig;
    private final Path folder;
    private final boolean temporary;
    private final int port;
    private @Nullable EmbeddedPostgres running;

    private PostgresServer(Builder settings) {
        this.serverConfig = Map.copyOf(settings.serverConfig);
        this.temporary = settings.folder == null;
        this.folder = settings.folder != null ? settings.folder : Folders.temporary("postgres");
        this.port = settings.port != 0 ? settings.port : Ports.free();
        start();
    }

    public static Builder builder() {
        return new Builder();
    }

    public String jdbcUrl() {
        return "jdbc:postgresql://127.0.0.1:" + port() + "/" + database();
    }

    public int port() {
        return port;
    }

    public String user() {
        return USER;
    }

    public String password() {
        return USER;
    }

    public String database() {
        return "postgres";
    }

    /** A new connection; it is the caller's to close. */
    public Connection connect() {
        try {
            return DriverManager.getConnection(jdbcUrl(), user(), password());
        } catch (SQLException e) {
            throw new LocalClusterException("No connection to " + jdbcUrl() + ": " + e.getMessage(), e);
        }
    }

    /** Starts it again after {@link #stop}, on the same port, with what was in it. */
    public void start() {
        running = Machine.instance().starting("PostgreSQL", this::launch);
    }

    /** Stops it; what is committed stays. Does nothing if it is stopped. */
    public void stop() {
        Uninterrupted.run(() -> {
            EmbeddedPostgres stopped = running;
            running = null;
            try {
                if (stopped != null) {
                    stopped.close();
                }
            } catch (IOException e) {
                throw new LocalClusterException("PostgreSQL on port " + port + " could not be stopped", e);
            } finally {
                // While this JVM shuts down, a hook of the library may be stopping it already.
                endAll(data(folder));
            }
        });
    }

    /** SIGKILL, to all of its processes: it comes back, after {@link #start}, by its log. */
    public void kill9() {
        List<ProcessHandle> servers = processes(data(folder));
        // Those that serve clients are children, which do not name the folder.
        List<ProcessHandle> all = new ArrayList<>(servers);
        servers.forEach(server -> server.descendants().forEach(all::add));
        all.forEach(ProcessHandle::destroyForcibly);
        Await.untilTrue("the end of PostgreSQL in " + data(folder), GRACE, () -> all.stream()
                .noneMatch(ProcessHandle::isAlive));
        // The library holds a lock until it has tried to stop what has ended already.
        stop();
    }

    /** Stops the server and deletes its data, and its folder unless that was given. */
    @Override
    public void close() {
        try {
            stop();
        } finally {
            Folders.delete(temporary ? folder : data(folder));
        }
    }

    private static Path data(Path folder) {
        return folder.resolve("data");
    }

    private EmbeddedPostgres launch() {
        Path log = folder.resolve("postgres.log");
        if (!Files.exists(log)) {
            Folders.write(log, "");
        }
        ProcessBuilder.Redirect output = ProcessBuilder.Redirect.appendTo(log.toFile());
        EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder()
                .setPort(port)
                .setDataDirectory(data(folder))
                .setCleanDataDirectory(false)
                .setOverrideWorkingDirectory(Packaging.root()
                        .resolve("local-cluster/target/postgres")
                        .toFile())
                .setPGStartupWait(READY)
                .setOutputRedirector(output)
                .setErrorRedirector(output);
        serverConfig.forEach(builder::setServerConfig);
        try {
            return builder.start();
        } catch (IOException | RuntimeException e) {
            endAll(data(folder));
            throw new LocalClusterException(
                    "PostgreSQL could not be started: " + e.getMessage() + " (log: " + log + ")", e);
        }
    }

    /**
     * Ends every process that works on this data: the server, which is no child of this JVM, and what an interrupted
     * start leaves behind.
     */
    private static void endAll(Path data) {
        Uninterrupted.run(() -> {
            try {
                Await.untilTrue("the end of PostgreSQL in " + data, GRACE, () -> {
                    List<ProcessHandle> left = processes(data);
                    left.forEach(PostgresServer::shutDownFast);
                    return left.isEmpty();
                });
            } catch (LocalClusterException e) {
                processes(data).forEach(ProcessHandle::destroyForcibly);
            }
        });
    }

    private static List<ProcessHandle> processes(Path data) {
        return ProcessHandle.allProcesses()
                .filter(process -> process.info().commandLine().orElse("").contains("-D " + data))
                .toList();
    }

    /** SIGINT: unlike after SIGTERM, the server does not wait for its clients to leave. */
    private static void shutDownFast(ProcessHandle process) {
        try {
            new ProcessBuilder("kill", "-INT", Long.toString(process.pid()))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            process.destroyForcibly();
        }
    }

    /** How a server is started. */
    public static final class Builder {
        private final Map<String, String> serverConfig = new LinkedHashMap<>(Map.of(
                "wal_level",
                "logical",
                "max_wal_senders",
                "10",
                "max_replication_slots",
                "10",
                // Turned off, as the library does, a commit reaches logical decoding up to 200 ms later.
                "synchronous_commit",
                "on"));
        private @Nullable Path folder;
        private int port;

        private Builder() {}

        /** Where it keeps its data; without, a temporary folder that is deleted at the end. */
        public Builder folder(Path folder) {
            this.folder = folder.toAbsolutePath();
            return this;
        }

        /** Where clients connect to; without, a free port. */
        public Builder port(int port) {
            this.port = port;
            return this;
        }

        /** A setting of postgresql.conf. */
        public Builder serverConfig(String key, String value) {
            serverConfig.put(key, value);
            return this;
        }

        /** Returns once the server takes connections. */
        public PostgresServer start() {
            return new PostgresServer(this);
        }
    }
}
