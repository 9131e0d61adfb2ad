package io.freshet.comparisons.load;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.apache.kafka.streams.state.Stores;

/** The JVM of one contestant: loads its table, cold, tells what that took, and shows that the rows are there. */
public final class LoadProcess {
    private static final int SAMPLES = 1_000;
    private static final long MEGABYTE = 1024 * 1024;

    private LoadProcess() {}

    /** Arguments: the contestant, the broker, the number of rows, the folder for state. */
    public static void main(String[] arguments) {
        LoadContestant contestant = LoadContestant.valueOf(arguments[0]);
        int rows = Integer.parseInt(arguments[2]);
        OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        long cpu = system.getProcessCpuTime();
        long start = System.nanoTime();
        try (LoadedTable table = open(contestant, arguments[1], Path.of(arguments[3]))) {
            table.load();
            double seconds = (System.nanoTime() - start) / 1e9;
            double cpuSeconds = (system.getProcessCpuTime() - cpu) / 1e9;
            long resident = residentBytes();
            long heap = liveHeap();
            check(table, rows);
            System.out.println(new Loaded(seconds, cpuSeconds, heap / (double) MEGABYTE, resident / (double) MEGABYTE));
        }
    }

    private static LoadedTable open(LoadContestant contestant, String bootstrapServers, Path folder) {
        return switch (contestant) {
            case FRESHET -> new EnrichTable(bootstrapServers);
            case STREAMS_ROCKSDB ->
                new StreamsTable(bootstrapServers, Stores.persistentKeyValueStore(StreamsTable.store()), folder);
            case STREAMS_MEMORY ->
                new StreamsTable(bootstrapServers, Stores.inMemoryKeyValueStore(StreamsTable.store()), folder);
        };
    }

    private static void check(LoadedTable table, int rows) {
        long count = table.count(rows);
        if (count != rows) {
            throw new IllegalStateException("Expecting " + rows + " rows. Found: " + count);
        }
        Random random = new Random(42);
        for (int i = 0; i < SAMPLES; i++) {
            Customer expected = Customer.of(random.nextInt(rows));
            Customer found = table.find(expected.id());
            if (!found.equals(expected)) {
                throw new IllegalStateException("Expecting " + expected + ". Found: " + found);
            }
        }
    }

    /** What full collections leave. */
    @SuppressWarnings("CallToSystemGC") // to measure, not to hurry
    private static long liveHeap() {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 3; i++) {
            System.gc();
            least = Math.min(
                    least,
                    ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
        }
        return least;
    }

    /** Memory of the process as Linux tells it, 0 elsewhere. */
    private static long residentBytes() {
        Path status = Path.of("/proc/self/status");
        if (!Files.exists(status)) {
            return 0;
        }
        try {
            return Files.readAllLines(status).stream()
                    .filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024)
                    .findFirst()
                    .orElse(0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
