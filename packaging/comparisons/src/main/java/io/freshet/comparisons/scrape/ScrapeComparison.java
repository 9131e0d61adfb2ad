package io.freshet.comparisons.scrape;

import io.freshet.comparisons.process.Jvm;
import io.freshet.comparisons.report.Measure;
import io.freshet.comparisons.report.Report;
import io.freshet.local.Await;
import io.freshet.local.Folders;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** What a scrape costs a broker of a size: each exporter in a broker of its own, side by side. */
public final class ScrapeComparison {
    private static final Measure CPU = new Measure("CPU", "ms", 1);
    private static final Measure CPU_ZIPPED = new Measure("CPU, gzip", "ms", 1);
    private static final Measure WALL = new Measure("wall", "ms", 1);
    private static final Measure WALL_ZIPPED = new Measure("wall, gzip", "ms", 1);
    private static final Measure ALLOCATED = new Measure("allocated", "MB", 2);
    private static final Measure ALLOCATED_ZIPPED = new Measure("allocated, gzip", "MB", 2);
    private static final Measure ALLOCATED_OWN = new Measure("allocated by Freshet itself", "MB", 2);
    private static final Measure SIZE = new Measure("page", "MB", 2);
    private static final Measure SAMPLES = new Measure("samples", "", 0);
    private static final Measure VALUES = new Measure("values of MBeans", "", 0);
    private static final Measure SHARED = new Measure("of these Freshet has", "", 0);
    private static final Measure EMPTY = new Measure("besides, quantiles of nothing", "", 0);
    private static final double OF_JMX_EXPORTER = 50;
    private static final double OF_STRIMZI = 3;
    private static final double MOST_ALLOCATED = 1;
    private static final int FEWEST_SCRAPES = 2;
    private static final int SHOWN = 5;
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final int partitions;
    private final int rounds;
    private final int seconds;
    private final int warmUp;
    private final Path folder;
    private final Consumer<String> progress;
    private final Report report;

    public ScrapeComparison(
            int partitions, int rounds, int seconds, int warmUp, Path folder, Consumer<String> progress) {
        this.partitions = partitions;
        this.rounds = rounds;
        this.seconds = seconds;
        this.warmUp = warmUp;
        this.folder = folder.resolve("partitions-" + partitions);
        this.progress = progress;
        this.report = new Report(
                "scrape-cost-" + partitions,
                partitions + " partitions; " + rounds + " rounds of " + seconds + " s; -Xmx" + ScrapedBroker.HEAP + " "
                        + String.join(" ", Jvm.flags()));
    }

    public Report run() {
        Map<Exporter, ScrapedBroker> brokers = new EnumMap<>(Exporter.class);
        try {
            for (Exporter exporter : Exporter.values()) {
                progress.accept("starting a broker of " + partitions + " partitions: " + exporter.title());
                brokers.put(exporter, ScrapedBroker.start(exporter, partitions, folder(exporter)));
            }
            compare(brokers);
        } finally {
            brokers.values().forEach(ScrapedBroker::close);
            Folders.delete(folder);
        }
        aim();
        return report;
    }

    private void compare(Map<Exporter, ScrapedBroker> brokers) {
        try (Trickle trickle = Trickle.into(brokers.values())) {
            trickle.start();
            leaveTheSameValues(brokers);
            brokers.values().forEach(broker -> broker.warmUp(warmUp));
            countValues(brokers);
            takeTurns(new ArrayList<>(brokers.values()));
            attribute(of(brokers, Exporter.FRESHET));
        }
    }

    private Path folder(Exporter exporter) {
        return folder.resolve(exporter.name().toLowerCase(Locale.ROOT));
    }

    /** Leaves in Freshet the families of which one of the others has a value, as all have what a broker has from its start. */
    private void leaveTheSameValues(Map<Exporter, ScrapedBroker> brokers) {
        ScrapedBroker freshet = of(brokers, Exporter.FRESHET);
        Set<String> theirs =
                new TreeSet<>(page(of(brokers, Exporter.JMX_EXPORTER)).values().keySet());
        theirs.addAll(page(of(brokers, Exporter.STRIMZI)).values().keySet());
        Set<String> more = page(freshet).ofFamilies().entrySet().stream()
                .filter(family -> family.getKey().startsWith("kafka_"))
                .filter(family -> Collections.disjoint(family.getValue(), theirs))
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
        Exporter.allBut(more, folder(Exporter.FRESHET));
        Await.untilTrue("Freshet to leave " + more.size() + " families out", PATIENCE, () -> more.stream()
                .noneMatch(page(freshet).ofFamilies()::containsKey));
    }

    private static Values.Page page(ScrapedBroker broker) {
        return Values.page(broker.endpoint().text());
    }

    /** Counts values that the brokers have in common: an error may have happened in one only. */
    private void countValues(Map<Exporter, ScrapedBroker> brokers) {
        Values.Page ours = page(of(brokers, Exporter.FRESHET));
        Set<String> values =
                new TreeSet<>(Values.ofBeans(of(brokers, Exporter.FRESHET).jvm()));
        brokers.forEach((exporter, broker) -> values.retainAll(Values.ofBeans(broker.jvm())));
        brokers.forEach((exporter, broker) -> count(exporter, page(broker), ours, values));
    }

    private void count(Exporter exporter, Values.Page page, Values.Page ours, Set<String> values) {
        Set<String> shown = new TreeSet<>(page.values().keySet());
        shown.retainAll(values);
        Set<String> missing = new TreeSet<>(shown);
        missing.removeAll(ours.values().keySet());
        int withoutOurs = missing.size();
        missing.removeIf(id -> Values.isQuantileOfNothing(id, ours));
        int ofNothing = withoutOurs - missing.size();
        report.add(exporter.title(), SAMPLES, page.samples());
        report.add(exporter.title(), VALUES, shown.size() - ofNothing);
        report.add(exporter.title(), SHARED, shown.size() - withoutOurs);
        report.add(exporter.title(), EMPTY, ofNothing);
        if (!missing.isEmpty()) {
            progress.accept(missing.size() + " values of " + exporter.title() + " are not among Freshet's, such as "
                    + missing.stream().limit(SHOWN).toList());
        }
    }

    private void takeTurns(List<ScrapedBroker> brokers) {
        for (int round = 1; round <= rounds; round++) {
            for (ScrapedBroker broker : brokers) {
                measure(broker, round);
            }
            Collections.rotate(brokers, 1);
        }
    }

    private void measure(ScrapedBroker broker, int round) {
        ScrapedBroker.Idle before = broker.rest(seconds / 2.0);
        ScrapedBroker.Scrapes plain = broker.scrape(seconds, FEWEST_SCRAPES, false);
        ScrapedBroker.Scrapes zipped = broker.scrape(seconds / 2.0, FEWEST_SCRAPES, true);
        ScrapedBroker.Idle idle = before.meanWith(broker.rest(seconds / 2.0));
        String name = broker.exporter().title();
        report.add(name, CPU, plain.cpuMillisEach(idle));
        report.add(name, CPU_ZIPPED, zipped.cpuMillisEach(idle));
        report.add(name, WALL, plain.wall() * 1e3);
        report.add(name, WALL_ZIPPED, zipped.wall() * 1e3);
        report.add(name, ALLOCATED, plain.allocatedMegabytesEach(idle));
        report.add(name, ALLOCATED_ZIPPED, zipped.allocatedMegabytesEach(idle));
        report.add(name, SIZE, plain.bytes() / 1e6);
        progress.accept(String.format(
                Locale.ROOT,
                "round %d: %s %.1f ms of CPU, %.2f MB allocated, %d scrapes",
                round,
                name,
                plain.cpuMillisEach(idle),
                plain.allocatedMegabytesEach(idle),
                plain.count()));
    }

    /** Tells apart what Freshet allocates itself, by a flight recording that is not among the figures. */
    private void attribute(ScrapedBroker freshet) {
        OwnShare own = OwnShare.measure(freshet.jvm(), freshet.endpoint(), seconds, folder.resolve("scrapes.jfr"));
        String name = freshet.exporter().title();
        for (double all : report.runs(name, ALLOCATED)) {
            report.add(name, ALLOCATED_OWN, all * own.allocation());
        }
        String whole = "Time in Java of a scrape of " + name + ", in percent";
        report.addShare(whole, "Kafka: its values", 100 * (1 - own.time()));
        report.addShare(whole, "Freshet", 100 * own.time());
    }

    private static <T> T of(Map<Exporter, T> all, Exporter exporter) {
        return Objects.requireNonNull(all.get(exporter));
    }

    private void aim() {
        String ours = Exporter.FRESHET.title();
        report.aimAtRatio(Exporter.JMX_EXPORTER.title(), ours, CPU, true, OF_JMX_EXPORTER);
        report.aimAtRatio(Exporter.STRIMZI.title(), ours, CPU, true, OF_STRIMZI);
        report.aimAtValue(ours, ALLOCATED_OWN, MOST_ALLOCATED);
    }
}
