package io.freshet.agent.command;

import io.freshet.agent.lag.GroupLag;
import io.freshet.agent.lag.LagSnapshot;
import io.freshet.agent.lag.PartitionLag;
import io.freshet.agent.lag.TopicLag;
import io.freshet.agent.lag.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A look at lag as a table for people. */
final class LagTable {
    private static final List<String> HEAD =
            List.of("GROUP", "TOPIC", "LAG", "TIME", "STATUS", "TREND", "CATCHES UP IN");
    private static final int STATUS = 4;
    private static final String UNKNOWN = "-";
    private static final String PLAIN = "\u001b[0m";

    private final boolean byPartition;
    private final boolean coloured;

    LagTable(boolean byPartition, boolean coloured) {
        this.byPartition = byPartition;
        this.coloured = coloured;
    }

    String of(LagSnapshot snapshot) {
        List<Row> rows = new ArrayList<>();
        rows.add(new Row(HEAD, null));
        for (GroupLag group : snapshot.groups()) {
            if (group.partitions().isEmpty()) {
                rows.add(new Row(
                        List.of(group.name(), UNKNOWN, UNKNOWN, UNKNOWN, "no commits", UNKNOWN, UNKNOWN), null));
            } else if (byPartition) {
                group.partitions().forEach(partition -> rows.add(row(group, partition)));
            } else {
                group.topics().forEach((topic, lag) -> rows.add(row(group, topic, lag)));
            }
        }
        int[] widths = widths(rows);
        StringBuilder text = new StringBuilder();
        rows.forEach(row -> append(row, widths, text));
        return text.toString();
    }

    private static Row row(GroupLag group, PartitionLag partition) {
        TopicLag alone = TopicLag.of(partition);
        return row(group, partition.partition().toString(), alone);
    }

    private static Row row(GroupLag group, String topic, TopicLag lag) {
        return new Row(
                List.of(
                        group.name(),
                        topic,
                        String.valueOf(lag.lag()),
                        time(lag.seconds()),
                        lag.verdict().name(),
                        trend(lag.trend()),
                        lag.lag() == 0 ? UNKNOWN : time(lag.secondsToCatchUp())),
                lag.verdict());
    }

    /** As one says it: the two largest units. */
    static String time(double seconds) {
        if (Double.isNaN(seconds) || Double.isInfinite(seconds)) {
            return UNKNOWN;
        }
        if (seconds < 60) {
            return String.format(Locale.ROOT, seconds < 10 && seconds > 0 ? "%.1fs" : "%.0fs", seconds);
        }
        long whole = Math.round(seconds);
        for (Map.Entry<String, Long> unit :
                List.of(Map.entry("d", 86_400L), Map.entry("h", 3_600L), Map.entry("m", 60L))) {
            if (whole >= unit.getValue()) {
                long smaller = unit.getValue() == 60 ? 1 : unit.getValue() == 3_600 ? 60 : 3_600;
                String name = unit.getValue() == 60 ? "s" : unit.getValue() == 3_600 ? "m" : "h";
                return whole / unit.getValue() + unit.getKey() + " " + whole % unit.getValue() / smaller + name;
            }
        }
        return whole + "s";
    }

    private static String trend(double perSecond) {
        if (Double.isNaN(perSecond)) {
            return UNKNOWN;
        }
        return Math.abs(perSecond) < 0.05 ? "0/s" : String.format(Locale.ROOT, "%+.1f/s", perSecond);
    }

    private static int[] widths(List<Row> rows) {
        int[] widths = new int[HEAD.size()];
        for (Row row : rows) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row.cells.get(i).length());
            }
        }
        return widths;
    }

    private void append(Row row, int[] widths, StringBuilder text) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            String cell = row.cells.get(i);
            String padding = " ".repeat(widths[i] - cell.length());
            boolean number = i == 2 || i == 3 || i > STATUS;
            line.append(number ? padding + cell : i == STATUS ? coloured(cell, row.verdict) + padding : cell + padding);
            line.append(i < widths.length - 1 ? "  " : "");
        }
        text.append(line.toString().stripTrailing()).append('\n');
    }

    private String coloured(String cell, @Nullable Verdict verdict) {
        if (!coloured || verdict == null) {
            return cell;
        }
        switch (verdict) {
            case OK:
                return "\u001b[32m" + cell + PLAIN;
            case WARN:
            case REWIND:
                return "\u001b[33m" + cell + PLAIN;
            default:
                return "\u001b[31m" + cell + PLAIN;
        }
    }

    private static final class Row {
        private final List<String> cells;
        private final @Nullable Verdict verdict;

        Row(List<String> cells, @Nullable Verdict verdict) {
            this.cells = cells;
            this.verdict = verdict;
        }
    }
}
