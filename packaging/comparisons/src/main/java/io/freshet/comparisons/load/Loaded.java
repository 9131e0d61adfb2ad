package io.freshet.comparisons.load;

import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;

/** What a load took, as one line that a process says to the one that started it. Sizes are in megabytes (2^20). */
record Loaded(double seconds, double cpuSeconds, double heap, double resident) {
    private static final String MARK = "LOADED ";

    static Loaded find(String log) {
        String line = log.lines()
                .filter(each -> each.startsWith(MARK))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("No result in: " + log));
        double[] parts = Arrays.stream(line.substring(MARK.length()).split(" ", -1))
                .mapToDouble(Double::parseDouble)
                .toArray();
        return new Loaded(parts[0], parts[1], parts[2], parts[3]);
    }

    @Override
    public String toString() {
        return MARK
                + DoubleStream.of(seconds, cpuSeconds, heap, resident)
                        .mapToObj(Double::toString)
                        .collect(Collectors.joining(" "));
    }
}
