package io.freshet.comparisons;

import io.freshet.comparisons.apply.ApplyComparison;
import io.freshet.comparisons.apply.TimesComparison;
import io.freshet.comparisons.expressions.ExpressionsComparison;
import io.freshet.comparisons.flights.FlightsComparison;
import io.freshet.comparisons.host.AgentCostComparison;
import io.freshet.comparisons.host.AgentStartComparison;
import io.freshet.comparisons.lag.LagComparison;
import io.freshet.comparisons.load.LoadComparison;
import io.freshet.comparisons.report.CsvFile;
import io.freshet.comparisons.report.LatestFigures;
import io.freshet.comparisons.report.Report;
import io.freshet.comparisons.report.TextTable;
import io.freshet.comparisons.scrape.ScrapeComparison;
import io.freshet.comparisons.sink.SinkComparison;
import io.freshet.comparisons.visible.VisibleComparison;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Runs one comparison, prints its table and writes its file; leaves nothing behind, also on Ctrl-C. */
final class Main {
    private static final int CLEAN_UP_SECONDS = 40;

    private final PrintStream out;
    private final CountDownLatch ended = new CountDownLatch(1);

    private Main(PrintStream out) {
        this.out = out;
    }

    public static void main(String[] arguments) {
        Main main = new Main(new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8));
        int status = 1;
        try {
            status = main.run(List.of(arguments));
        } finally {
            main.ended.countDown();
        }
        if (status != 0) {
            System.exit(status);
        }
    }

    private int run(List<String> arguments) {
        try {
            run(Options.parse(arguments));
            return 0;
        } catch (Options.WrongOptionException e) {
            out.println(e.getMessage());
            return 2;
        }
    }

    private void run(Options options) {
        stopOnCtrlC();
        out.println(CsvFile.conditions());
        Workspace workspace = new Workspace();
        try {
            compare(options, workspace.folder(), line -> out.println("  " + line))
                    .forEach(report -> publish(report, options.results()));
        } catch (RuntimeException e) {
            workspace.keepLogs();
            out.println("Failed. Logs: " + workspace.folder());
            throw e;
        }
        workspace.close();
    }

    /** One after the other, so that a later one which fails takes nothing away. */
    private void publish(Report report, Path results) {
        out.println();
        out.print(TextTable.of(report));
        out.println();
        out.println("Written: " + CsvFile.write(report, results));
        LatestFigures.update(results);
    }

    private static Stream<Report> compare(Options options, Path folder, Consumer<String> progress) {
        return options.comparison() == Options.Comparison.SCRAPE_COST
                ? options.sizes().stream().map(size -> scrape(size, options, folder, progress))
                : Stream.of(compareOne(options, folder, progress));
    }

    private static Report scrape(int partitions, Options options, Path folder, Consumer<String> progress) {
        return new ScrapeComparison(
                        partitions,
                        options.number("rounds"),
                        options.number("seconds"),
                        options.number("warm-up"),
                        folder,
                        progress)
                .run();
    }

    private static Report compareOne(Options options, Path folder, Consumer<String> progress) {
        return switch (options.comparison()) {
            case ENRICH_APPLY ->
                new ApplyComparison(options.number("rounds"), options.number("seconds"), folder, progress).run();
            case EXPRESSIONS ->
                new ExpressionsComparison(options.number("rounds"), options.number("seconds"), options.only(), progress)
                        .run();
            case TIMES_APPLY ->
                new TimesComparison(options.number("rounds"), options.number("seconds"), options.only(), progress)
                        .run();
            case LOAD ->
                new LoadComparison(options.number("rows"), options.number("rounds"), options.only(), folder, progress)
                        .run();
            case FLIGHTS ->
                new FlightsComparison(
                                options.number("records"),
                                options.number("warm-up"),
                                options.number("rounds"),
                                options.only(),
                                folder,
                                progress)
                        .run();
            case COMMIT_TO_VISIBLE ->
                new VisibleComparison(
                                options.number("changes"),
                                options.number("per-second"),
                                options.number("rounds"),
                                folder,
                                progress)
                        .run();
            case AGENT_START ->
                new AgentStartComparison(
                                options.number("partitions"),
                                options.number("starts"),
                                options.number("heaps"),
                                folder,
                                progress)
                        .run();
            case AGENT_COST ->
                new AgentCostComparison(
                                options.number("partitions"),
                                options.number("pairs"),
                                options.number("seconds"),
                                options.number("warm-up"),
                                options.number("between-scrapes"),
                                folder,
                                progress)
                        .run();
            case TABLE_SINK ->
                new SinkComparison(
                                options.number("records"),
                                options.number("keys"),
                                options.number("rounds"),
                                folder,
                                progress)
                        .run();
            case LAG_COST ->
                new LagComparison(
                                new LagComparison.Settings(
                                        options.number("groups"),
                                        options.number("partitions"),
                                        options.number("rounds"),
                                        options.number("looks"),
                                        options.number("warm-up"),
                                        options.number("interval")),
                                options.only(),
                                folder,
                                progress)
                        .run();
            case SCRAPE_COST -> throw new IllegalArgumentException("One report for each size");
        };
    }

    /** The thread that runs stops what it has started; this one only waits for it. */
    private void stopOnCtrlC() {
        Thread runner = Thread.currentThread();
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            if (ended.getCount() > 0) {
                                runner.interrupt();
                                awaitEnd();
                            }
                        },
                        "freshet-comparisons-stop"));
    }

    private void awaitEnd() {
        try {
            if (!ended.await(CLEAN_UP_SECONDS, TimeUnit.SECONDS)) {
                out.println("Not everything could be stopped within " + CLEAN_UP_SECONDS + " s");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
