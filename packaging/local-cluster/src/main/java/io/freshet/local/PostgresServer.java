package io.freshet.local;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** A PostgreSQL server that is ready for logical decoding. */
public final class PostgresServer implements AutoCloseable {
    private static final String USER = "postgres";

    private static final Duration READY = Duration.ofSeconds(60);
    private static final Duration GRACE = Duration.ofSeconds(10);

    private final EmbeddedPostgres postgres;
    private final ProcessHandle postmaster;
    private final Path folder;
    private final boolean temporary;

    private PostgresServer(Builder settings) {
        this.temporary = settings.folder == null;
        this.folder = settings.folder != null ? settings.folder : Folders.temporary("postgres");
        this.postgres = Machine.instance().starting("PostgreSQL", () -> launch(settings, folder));
        this.postmaster = postgres.getProcess().toHandle();
    }

    public static Builder builder() {
        return new Builder();
    }

    public String jdbcUrl() {
        return "jdbc:postgresql://127.0.0.1:" + port() + "/" + database();
    }

    public int port() {
        return postgres.getPort();
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

    /** Stops the server and deletes its folder, unless the folder was given. */
    @Override
    public void close() {
        Uninterrupted.run(() -> {
            try {
                postgres.close();
            } catch (IOException e) {
                throw new LocalClusterException("PostgreSQL on port " + port() + " could not be stopped", e);
            } finally {
                // While this JVM shuts down, a hook of the library may be stopping it already.
                end(postmaster);
                if (temporary) {
                    Folders.delete(folder);
                }
            }
        });
    }

    private static EmbeddedPostgres launch(Builder settings, Path folder) {
        Path log = Folders.write(folder.resolve("postgres.log"), "");
        ProcessBuilder.Redirect output = ProcessBuilder.Redirect.appendTo(log.toFile());
        EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder()
                .setPort(settings.port != 0 ? settings.port : Ports.free())
                .setDataDirectory(folder.resolve("data"))
                .setCleanDataDirectory(true)
                .setOverrideWorkingDirectory(Packaging.root()
                        .resolve("local-cluster/target/postgres")
                        .toFile())
                .setPGStartupWait(READY)
                .setOutputRedirector(output)
                .setErrorRedirector(output);
        settings.serverConfig.forEach(builder::setServerConfig);
        try {
            return builder.start();
        } catch (IOException | RuntimeException e) {
            endHalfStarted(folder);
            throw new LocalClusterException(
                    "PostgreSQL could not be started: " + e.getMessage() + " (log: " + log + ")", e);
        }
    }

    /** A shutdown of this JVM in the middle of a start leaves a server behind that nobody holds. */
    private static void endHalfStarted(Path folder) {
        if (Machine.instance().isShuttingDown()) {
            Uninterrupted.run(() -> {
                Path pidFile = folder.resolve("data").resolve("postmaster.pid");
                try {
                    Await.untilTrue(pidFile.toString(), Duration.ofSeconds(3), () -> Files.exists(pidFile));
                    long pid = Long.parseLong(Files.readAllLines(pidFile).get(0).strip());
                    ProcessHandle.of(pid).ifPresent(PostgresServer::end);
                } catch (IOException | LocalClusterException e) {
                    // It had not come to the point of being a server.
                }
            });
        }
    }

    /** SIGINT is what PostgreSQL calls a fast shutdown: it does not wait for its clients to leave. */
    private static void end(ProcessHandle postmaster) {
        Uninterrupted.run(() -> {
            try {
                if (postmaster.isAlive()) {
                    new ProcessBuilder("kill", "-INT", Long.toString(postmaster.pid())).start();
                }
                postmaster.onExit().get(GRACE.toSeconds(), TimeUnit.SECONDS);
            } catch (IOException | InterruptedException | ExecutionException | TimeoutException e) {
                postmaster.descendants().forEach(ProcessHandle::destroyForcibly);
                postmaster.destroyForcibly();
            }
        });
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
