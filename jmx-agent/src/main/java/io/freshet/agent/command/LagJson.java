package io.freshet.agent.command;

import io.freshet.agent.lag.GroupLag;
import io.freshet.agent.lag.LagSnapshot;
import io.freshet.agent.lag.Member;
import io.freshet.agent.lag.PartitionLag;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.function.BiConsumer;

/** A look at lag as one line of JSON; what is not known is null. */
final class LagJson {
    private final StringBuilder text = new StringBuilder();
    private boolean first = true;

    private LagJson() {}

    static String of(LagSnapshot snapshot) {
        LagJson json = new LagJson();
        json.object(() -> {
            json.string("time", Instant.ofEpochMilli(snapshot.timeMillis()).toString());
            json.name("missing").object(() -> {
                json.number("brokers", snapshot.missing().brokers());
                json.number("groups", snapshot.missing().groups());
                json.number("topics", snapshot.missing().topics());
                json.number("partitions", snapshot.missing().partitions());
            });
            json.array("groups", snapshot.groups(), LagJson::group);
        });
        return json.text.append('\n').toString();
    }

    private static void group(LagJson json, GroupLag group) {
        json.string("group", group.name());
        json.string("kind", group.kind().name().toLowerCase(Locale.ROOT));
        json.string("state", group.state());
        json.string("status", group.verdict().name());
        json.number("lag", group.total().lag());
        json.number("seconds", group.total().seconds());
        json.number("trend", group.total().trend());
        json.number("secondsToCatchUp", group.total().secondsToCatchUp());
        json.number("secondsToLoss", group.total().secondsToLoss());
        List<Member> members = group.members();
        if (members == null) {
            json.number("members", Double.NaN);
        } else {
            json.number("members", members.size());
        }
        json.array("partitions", group.partitions(), LagJson::partition);
    }

    private static void partition(LagJson json, PartitionLag partition) {
        json.string("topic", partition.partition().topic());
        json.number("partition", partition.partition().partition());
        json.number("committed", partition.committed());
        json.number("end", partition.ends().highWatermark());
        json.number("start", partition.ends().logStart());
        json.number("lag", partition.lag());
        json.number("stableLag", partition.stableLag());
        json.number("expired", partition.expired());
        json.number("seconds", partition.seconds());
        json.number("trend", partition.trend());
        json.string("status", partition.verdict().name());
    }

    private void object(Runnable content) {
        separate();
        text.append('{');
        first = true;
        content.run();
        text.append('}');
        first = false;
    }

    private <T> void array(String name, List<T> items, BiConsumer<LagJson, T> content) {
        name(name);
        text.append('[');
        first = true;
        items.forEach(item -> object(() -> content.accept(this, item)));
        text.append(']');
        first = false;
    }

    private LagJson name(String name) {
        separate();
        quote(name);
        text.append(':');
        first = true;
        return this;
    }

    private void string(String name, String value) {
        name(name);
        quote(value);
        first = false;
    }

    private void number(String name, long value) {
        name(name);
        text.append(value);
        first = false;
    }

    private void number(String name, double value) {
        name(name);
        boolean known = !Double.isNaN(value) && !Double.isInfinite(value);
        text.append(known ? String.format(Locale.ROOT, "%.3f", value) : "null");
        first = false;
    }

    private void separate() {
        if (!first) {
            text.append(',');
        }
        first = false;
    }

    private void quote(String value) {
        text.append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"' || c == '\\') {
                text.append('\\').append(c);
            } else if (c < ' ') {
                text.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
            } else {
                text.append(c);
            }
        }
        text.append('"');
    }
}
