package io.freshet.agent.text;

import io.freshet.agent.metric.Family;
import io.freshet.agent.metric.SampleSink;
import io.freshet.agent.metric.Series;
import io.freshet.agent.metric.SeriesTable;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A table of series as short lines: {@code name{labels} value}. */
public final class TableLines {
    private TableLines() {}

    public static List<String> of(SeriesTable table) {
        List<String> lines = new ArrayList<>();
        for (Family family : table.families()) {
            family.forEach(series -> series.read(new Line(family, series, lines)));
        }
        return lines;
    }

    private record Line(Family family, Series series, List<String> lines) implements SampleSink {
        @Override
        public void number(double value) {
            add(value == Math.rint(value) ? String.valueOf((long) value) : String.valueOf(value));
        }

        @Override
        public void text(String value) {
            add(value);
        }

        @Override
        public void state(byte[] label, boolean current) {
            add(new String(label, StandardCharsets.UTF_8) + " " + current);
        }

        @Override
        public void distribution(long count, double sum, double[] quantiles) {
            add(count + " adding up to " + sum);
        }

        private void add(String value) {
            String labels = new String(series.labels(), StandardCharsets.UTF_8);
            lines.add(family.name().sample() + "{" + labels + "} " + value);
        }
    }
}
