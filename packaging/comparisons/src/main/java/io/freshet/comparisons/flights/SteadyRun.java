package io.freshet.comparisons.flights;

import io.freshet.comparisons.process.Jvm;
import io.freshet.comparisons.process.ThreadTimes;
import io.freshet.comparisons.process.Topics;
import io.freshet.local.Await;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;

/** A stretch of a contestant's work, after its warm-up and before its end, seen from outside. */
record SteadyRun(Moment from, Moment to) {
    private static final Duration PATIENCE = Duration.ofMinutes(4);

    /** What has come out by a time, and what CPU time the process has had by then. */
    record Moment(Instant time, long nanos, long records, double cpuSeconds, ThreadTimes threads) {}

    /** Looks on from the first record after {@code from} to the first after {@code until}. */
    static SteadyRun watch(Admin admin, String target, long pid, long from, long until) {
        return new SteadyRun(reached(admin, target, pid, from), reached(admin, target, pid, until));
    }

    private static Moment reached(Admin admin, String target, long pid, long records) {
        return Await.until(records + " records in " + target, PATIENCE, () -> {
            double cpuBefore = Jvm.cpuSeconds(pid);
            long count = Topics.count(admin, target);
            // The count is of some time between the two.
            double cpuSeconds = (cpuBefore + Jvm.cpuSeconds(pid)) / 2;
            return count < records
                    ? null
                    : new Moment(Instant.now(), System.nanoTime(), count, cpuSeconds, ThreadTimes.of(pid));
        });
    }

    /** Shares out the CPU time by what a flight recording has of this stretch. */
    Map<String, Double> breakdown(Path recording) {
        return CpuBreakdown.of(recording, from.time, to.time, to.threads.since(from.threads));
    }

    double recordsPerSecond() {
        return records() / ((to.nanos - from.nanos) / 1e9);
    }

    double recordsPerCpuSecond() {
        return records() / cpuSeconds();
    }

    double cpuSecondsPerMillion() {
        return cpuSeconds() / records() * 1e6;
    }

    private double cpuSeconds() {
        return to.cpuSeconds - from.cpuSeconds;
    }

    private double records() {
        return to.records - from.records;
    }
}
