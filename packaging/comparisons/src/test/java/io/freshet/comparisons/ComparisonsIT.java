package io.freshet.comparisons;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Each command at a small scale: that it works, not how fast. What contestants give is compared inside, record by record
 * and row by row; a difference fails the command.
 */
class ComparisonsIT {
    private final Path folder;

    ComparisonsIT(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void enrichApply_shortForks_measuresBothAndTheirDifference() throws Exception {
        List<String> file = run("enrich-apply", "--rounds", "1", "--seconds", "1");

        assertThat(file).anyMatch(line -> line.startsWith("result,\"Enrich, map\",time,ns,"));
        assertThat(file).anyMatch(line -> line.startsWith("result,\"by hand, struct\",allocation,bytes,"));
        assertThat(kinds(file, "target")).hasSize(4);
    }

    @Test
    void expressions_shortForks_giveWhatTheOthersGive() throws Exception {
        List<String> file = run("expressions", "--rounds", "1", "--seconds", "1", "--only", "Filter.*struct");

        assertThat(file).anyMatch(line -> line.startsWith("result,\"Filter, struct\",time,ns,"));
        assertThat(kinds(file, "target")).hasSize(1);
    }

    @Test
    void timesApply_shortForks_measuresOursAndKafkas() throws Exception {
        List<String> file = run("times-apply", "--rounds", "1", "--seconds", "1", "--only", "text|LateEvents|Filter");

        assertThat(file).anyMatch(line -> line.startsWith("result,\"EventTime, text, map\",time,ns,"));
        assertThat(value(file, "LateEvents,time")).isPositive();
        assertThat(kinds(file, "target")).hasSize(2);
    }

    @Test
    void load_fewRows_findsThemInEachTable() throws Exception {
        List<String> file = run("load", "--rounds", "1", "--rows", "20000");

        for (String contestant : List.of("Freshet", "\"Kafka Streams, RocksDB\"", "\"Kafka Streams, in memory\"")) {
            assertThat(file).anyMatch(line -> line.startsWith("result," + contestant + ",rows per second,"));
        }
        assertThat(kinds(file, "target")).hasSize(3);
    }

    @Test
    void flights_fewRecords_comeOutEqualOfEachContestant() throws Exception {
        List<String> file =
                run("flights", "--rounds", "1", "--records", "20000", "--warm-up", "1000", "--only", "Enrich|Streams");

        for (String contestant : List.of(
                "\"Connect + Enrich, FastJsonConverter\"",
                "\"Connect + Enrich, JsonConverter\"",
                "\"Kafka Streams, RocksDB\"",
                "\"Kafka Streams, in memory\"")) {
            assertThat(file).anyMatch(line -> line.startsWith("result," + contestant + ",records per CPU second,"));
        }
        assertThat(kinds(file, "share")).isNotEmpty();
    }

    @Test
    void tableSink_fewChanges_leaveEqualTables() throws Exception {
        List<String> file = run("table-sink", "--rounds", "1", "--records", "20000", "--keys", "1000");

        for (String contestant : List.of("Freshet", "Debezium JDBC", "\"Debezium JDBC, reduction buffer\"")) {
            assertThat(value(file, contestant + ",rows per second")).isPositive();
        }
        assertThat(kinds(file, "target")).hasSize(2);
    }

    @Test
    void commitToVisible_fewChanges_seesEachInTheTable() throws Exception {
        List<String> file = run("commit-to-visible", "--rounds", "1", "--changes", "100");

        assertThat(file)
                .anyMatch(line -> line.startsWith("result,\"Debezium, poll.interval.ms=10\",COMMIT to record p50,ms,"));
        assertThat(kinds(file, "target")).hasSize(4);
    }

    @Test
    void scrapeCost_fewPartitions_matchesTheValuesOfAll() throws Exception {
        List<String> file = runFor(
                "scrape-cost-8", "scrape-cost", "--rounds", "1", "--seconds", "1", "--warm-up", "1", "--sizes", "8");

        for (String contestant : List.of(
                "\"Freshet, the same values\"",
                "\"Freshet, as it comes\"",
                "\"jmx_exporter, its Kafka example\"",
                "Strimzi's metrics reporter")) {
            assertThat(file).anyMatch(line -> line.startsWith("result," + contestant + ",CPU,ms,"));
            assertThat(file).anyMatch(line -> line.startsWith("result," + contestant + ",allocated,MB,"));
        }
        assertThat(value(file, "\"jmx_exporter, its Kafka example\",of these Freshet has"))
                .isEqualTo(value(file, "\"jmx_exporter, its Kafka example\",values of MBeans"))
                .isGreaterThan(1_000);
        assertThat(value(file, "Strimzi's metrics reporter,of these Freshet has"))
                .isEqualTo(value(file, "Strimzi's metrics reporter,values of MBeans"))
                .isGreaterThan(1_000);
        assertThat(kinds(file, "target")).hasSize(3);
    }

    @Test
    void agentStart_oneStart_measuresTimeAndHeap() throws Exception {
        List<String> file = run("agent-start", "--starts", "1", "--heaps", "1", "--partitions", "8");

        assertThat(value(file, "with the agent,start-up")).isPositive();
        assertThat(value(file, "without,live heap of the broker")).isPositive();
        assertThat(kinds(file, "target")).hasSize(3);
    }

    @Test
    void agentCost_twoPairs_measuresRestAndLoad() throws Exception {
        List<String> file = run(
                "agent-cost",
                "--pairs",
                "2",
                "--seconds",
                "1",
                "--warm-up",
                "1",
                "--partitions",
                "8",
                "--between-scrapes",
                "1");

        assertThat(file).anyMatch(line -> line.startsWith("result,with the agent / without,produced per second,"));
        assertThat(value(file, "with the agent,the agent's threads")).isPositive();
        assertThat(value(file, "without,CPU of a million consumed")).isPositive();
        assertThat(kinds(file, "target")).hasSize(4);
    }

    private static double value(List<String> file, String what) {
        return file.stream()
                .filter(line -> line.startsWith("result," + what + ","))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(',') + 1)))
                .findFirst()
                .orElseThrow(() -> new AssertionError("No " + what + " in " + file));
    }

    @Test
    void run_unknownOption_namesTheOnesThereAre() throws Exception {
        assertThat(process("load", "--row", "5").output())
                .contains("Unknown option --row. There are: --rounds, --rows");
    }

    @Test
    void lagCost_fewGroups_countsWhatTheBrokersAreAsked() throws Exception {
        List<String> file = run(
                "lag-cost",
                "--groups",
                "20",
                "--partitions",
                "2",
                "--rounds",
                "1",
                "--looks",
                "2",
                "--warm-up",
                "1",
                "--interval",
                "1");

        // Of each group its members, its commits and, at each of three brokers, ends.
        assertThat(value(file, "polling each group,requests of a look")).isBetween(50.0, 250.0);
        assertThat(value(file, "\"Freshet, lag\",requests of a look")).isBetween(5.0, 49.0);
        assertThat(kinds(file, "target")).hasSize(2);
    }

    private static Stream<String> kinds(List<String> file, String kind) {
        return file.stream().filter(line -> line.startsWith(kind + ","));
    }

    private List<String> run(String name, String... options) throws IOException, InterruptedException {
        return runFor(name, name, options);
    }

    /** Returns the lines of the file that the command has written. */
    private List<String> runFor(String report, String name, String... options)
            throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(List.of(name));
        arguments.addAll(List.of(options));
        arguments.addAll(List.of("--results", folder.toString()));
        Ended ended = process(arguments.toArray(String[]::new));
        assertThat(ended.status()).as(ended.output()).isZero();
        List<String> file = Files.readAllLines(folder.resolve(report + ".csv"));
        assertThat(file.get(0)).startsWith("# " + report + "; Freshet ").contains("; Java ", " cores; ");
        assertThat(ended.output()).contains("aimed at", "Written: " + folder.resolve(report + ".csv"));
        return file;
    }

    private record Ended(int status, String output) {}

    private Ended process(String... arguments) throws IOException, InterruptedException {
        List<String> command =
                new ArrayList<>(List.of(Path.of("run").toAbsolutePath().toString()));
        command.addAll(List.of(arguments));
        Path output = Files.createTempFile(folder, "output", ".txt");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment()
                .put("TMPDIR", Files.createDirectories(folder.resolve("data")).toString());
        int status = builder.start().waitFor();
        return new Ended(status, Files.readString(output));
    }
}
