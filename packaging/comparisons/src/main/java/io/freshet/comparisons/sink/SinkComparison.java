package io.freshet.comparisons.sink;

import io.freshet.comparisons.process.Jvm;
import io.freshet.comparisons.process.Topics;
import io.freshet.comparisons.report.Measure;
import io.freshet.comparisons.report.Report;
import io.freshet.local.Await;
import io.freshet.local.ConnectWorker;
import io.freshet.local.Freshet;
import io.freshet.local.KafkaBroker;
import io.freshet.local.PostgresServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** How fast changes of a topic get into a table, and what it takes, beside Debezium's JDBC sink. */
public final class SinkComparison {
    private static final Measure RATE = new Measure("rows per second", "", 0);
    private static final Measure CPU = new Measure("CPU seconds of the worker per million", "", 1);
    private static final Duration PATIENCE = Duration.ofMinutes(4);

    private final int records;
    private final int keys;
    private final int rounds;
    private final Path folder;
    private final Consumer<String> progress;
    private final Report report;

    public SinkComparison(int records, int keys, int rounds, Path folder, Consumer<String> progress) {
        this.records = records;
        this.keys = keys;
        this.rounds = rounds;
        this.folder = folder;
        this.progress = progress;
        this.report = new Report(
                "table-sink",
                records + " changes over " + keys + " keys, a fifth of them deletions; " + rounds
                        + " rounds; PostgreSQL; 1 task; " + SinkContestant.BATCH + " records at once");
    }

    public Report run() {
        try (KafkaBroker broker = Jvm.broker(folder);
                PostgresServer postgres = PostgresServer.builder()
                        .folder(folder.resolve("postgres"))
                        .start()) {
            int rows = write(broker);
            Path plugins = plugins();
            List<SinkContestant> contestants = new ArrayList<>(List.of(SinkContestant.values()));
            for (int round = 1; round <= rounds; round++) {
                List<String> ends = new ArrayList<>();
                for (SinkContestant contestant : contestants) {
                    ends.add(measure(broker, postgres, plugins, contestant, round, rows));
                }
                if (ends.stream().distinct().count() != 1) {
                    throw new IllegalStateException("The tables differ in the end: " + contestants + " " + ends);
                }
                Collections.rotate(contestants, 1);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (SQLException e) {
            throw new IllegalStateException("PostgreSQL has failed: " + e.getMessage(), e);
        }
        String freshet = SinkContestant.FRESHET.toString();
        report.aimAtRatio(freshet, SinkContestant.DEBEZIUM.toString(), RATE, true, 1.5);
        report.aimAtRatio(freshet, SinkContestant.DEBEZIUM_REDUCED.toString(), RATE, true, 1.5);
        return report;
    }

    private int write(KafkaBroker broker) {
        progress.accept("writing " + records + " changes");
        Topics.create(broker, SinkStream.TOPIC, 1);
        SinkStream stream = new SinkStream(records, keys);
        Topics.write(broker.bootstrapServers(), SinkStream.TOPIC, records, stream::record);
        return stream.rows();
    }

    /** Ours gets the driver that Debezium brings, so that both use the same. */
    private Path plugins() throws IOException {
        Path plugins = Freshet.unpackArchive(folder.resolve("plugins"));
        try (Stream<Path> theirs = Files.walk(debezium());
                Stream<Path> ours = Files.walk(plugins)) {
            Path driver = theirs.filter(
                            file -> String.valueOf(file.getFileName()).startsWith("postgresql-"))
                    .findFirst()
                    .orElseThrow();
            Path lib = ours.filter(file -> file.endsWith("lib")).findFirst().orElseThrow();
            Files.copy(driver, lib.resolve(Objects.requireNonNull(driver.getFileName())));
        }
        return plugins;
    }

    private static Path debezium() {
        return Jvm.built().resolve("debezium-jdbc");
    }

    private String measure(
            KafkaBroker broker, PostgresServer postgres, Path plugins, SinkContestant contestant, int round, int rows)
            throws SQLException {
        String name = contestant.table() + "-" + round;
        try (ConnectWorker worker = ConnectWorker.builder(broker.bootstrapServers())
                        .folder(folder.resolve(name))
                        .groupId(name)
                        .plugins(plugins, debezium())
                        .jvmArgs(Jvm.flags())
                        .start();
                Connection connection = postgres.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("drop table if exists " + contestant.table());
            worker.connectors().put(name, contestant.connector(postgres));
            Moment begin = await(worker, statement, contestant, "");
            Moment end = await(worker, statement, contestant, " where id = " + SinkStream.LAST_ID);
            double seconds = (end.nanos - begin.nanos) / 1e9;
            report.add(contestant.toString(), RATE, records / seconds);
            report.add(contestant.toString(), CPU, (end.cpuSeconds - begin.cpuSeconds) / records * 1e6);
            progress.accept(
                    String.format(Locale.ROOT, "round %d: %s: %.0f rows/s", round, contestant, records / seconds));
            // With Debezium's buffer the last deletions are done after the mark.
            Await.untilTrue(rows + " rows of " + contestant, PATIENCE, () -> count(statement, contestant) == rows);
            return contents(statement, contestant);
        }
    }

    private record Moment(long nanos, double cpuSeconds) {}

    /** Waits until there is a row. */
    private static Moment await(ConnectWorker worker, Statement statement, SinkContestant contestant, String where) {
        return Await.until("a row" + where + " of " + contestant, PATIENCE, () -> {
            try (ResultSet found =
                    statement.executeQuery("select id from " + contestant.table() + where + " limit 1")) {
                return found.next()
                        ? new Moment(
                                System.nanoTime(),
                                Jvm.cpuSeconds(worker.process().pid()))
                        : null;
            } catch (SQLException e) {
                return null; // There is no such table yet.
            }
        });
    }

    private static int count(Statement statement, SinkContestant contestant) {
        try (ResultSet count = statement.executeQuery("select count(*) from " + contestant.table())) {
            count.next();
            return count.getInt(1);
        } catch (SQLException e) {
            throw new IllegalStateException("PostgreSQL has failed: " + e.getMessage(), e);
        }
    }

    private static String contents(Statement statement, SinkContestant contestant) throws SQLException {
        try (ResultSet sums = statement.executeQuery(
                "select count(*) || ' rows, ' || md5(string_agg(id || customer || status || items || amount || changed, ','"
                        + " order by id)) from " + contestant.table())) {
            sums.next();
            return sums.getString(1);
        }
    }
}
