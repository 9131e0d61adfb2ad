package io.freshet.local;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The MariaDB server of this machine; {@link #isInstalled} tells whether there is one. */
public final class MariaDbServer implements AutoCloseable {
    private static final String SERVER = "mariadbd";
    private static final String INSTALLER = "mariadb-install-db";
    private static final Duration READY = Duration.ofSeconds(60);

    private final Path folder = Folders.temporary("mariadb");
    private final int port = Ports.free();
    private final List<String> command;
    private ChildProcess process;

    private MariaDbServer() {
        Path server = Tools.find(SERVER)
                .orElseThrow(() -> new LocalClusterException(SERVER + " is not installed on this machine"));
        Path installer = Tools.find(INSTALLER)
                .orElseThrow(() -> new LocalClusterException(INSTALLER + " is not installed on this machine"));
        List<String> common = List.of(
                "--no-defaults",
                "--basedir=" + base(server),
                "--datadir=" + folder.resolve("data"),
                "--user=" + System.getProperty("user.name"));
        install(with(installer, common, "--auth-root-authentication-method=normal", "--skip-test-db"));
        this.command = with(
                server,
                common,
                "--port=" + port,
                "--bind-address=127.0.0.1",
                "--socket=" + folder.resolve("socket"),
                "--pid-file=" + folder.resolve("pid"),
                "--skip-log-bin",
                "--innodb-flush-log-at-trx-commit=0");
        this.process = launch();
    }

    /** The folder that has the server in its sbin has the files that both programs read. */
    private static Path base(Path server) {
        try {
            return Objects.requireNonNull(server.toRealPath().getParent()).resolveSibling("");
        } catch (IOException e) {
            throw new LocalClusterException("Cannot be found: " + server + ": " + e.getMessage(), e);
        }
    }

    /** Returns whether this machine has one. Throws where the environment says that tools are required, and it has none. */
    public static boolean isInstalled() {
        return Tools.find(SERVER).isPresent() && Tools.find(INSTALLER).isPresent();
    }

    /** Returns once the server takes connections. */
    public static MariaDbServer start() {
        return new MariaDbServer();
    }

    private static List<String> with(Path program, List<String> common, String... more) {
        List<String> command = new ArrayList<>(List.of(program.toString()));
        command.addAll(common);
        command.addAll(List.of(more));
        return command;
    }

    private void install(List<String> command) {
        ChildProcess installing = run(INSTALLER, command);
        int exit = installing.awaitExit(READY);
        installing.close();
        if (exit != 0) {
            throw installing.failure(INSTALLER + " ended with exit code " + exit);
        }
    }

    /** SIGKILL. What was committed within the last second may be lost. */
    public void kill9() {
        process.kill9();
    }

    /** Starts it again after {@link #kill9}, on the same port. */
    public void restart() {
        process = launch();
    }

    private ChildProcess launch() {
        ChildProcess started = run(SERVER, command);
        try {
            started.await("it takes connections on port " + port, READY, this::isReady);
            return started;
        } catch (LocalClusterException e) {
            started.close();
            throw e;
        }
    }

    private ChildProcess run(String name, List<String> command) {
        return ChildProcess.start(name, command, Map.of(), folder, folder.resolve(name + ".log"));
    }

    private boolean isReady() {
        try (Connection connection = DriverManager.getConnection(jdbcUrl(), user(), "")) {
            return connection.isValid(1);
        } catch (SQLException e) {
            return false;
        }
    }

    public String jdbcUrl() {
        return "jdbc:mariadb://127.0.0.1:" + port + "/mysql";
    }

    /** The administrator, who has no password. */
    public String user() {
        return "root";
    }

    /** A new connection; it is the caller's to close. */
    public Connection connect() {
        try {
            return DriverManager.getConnection(jdbcUrl(), user(), "");
        } catch (SQLException e) {
            throw new LocalClusterException("No connection to " + jdbcUrl() + ": " + e.getMessage(), e);
        }
    }

    /** Stops the server and deletes its folder. */
    @Override
    public void close() {
        process.close();
        Folders.delete(folder);
    }
}
