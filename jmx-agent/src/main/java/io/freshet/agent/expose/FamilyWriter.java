package io.freshet.agent.expose;

import io.freshet.agent.health.AgentHealth;
import io.freshet.agent.metric.Absent;
import io.freshet.agent.metric.Family;
import io.freshet.agent.metric.ForeignFamily;
import io.freshet.agent.metric.Quantiles;
import io.freshet.agent.metric.SampleSink;
import io.freshet.agent.metric.Series;
import io.freshet.agent.metric.Text;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Writes family after family. Both formats share their lines of samples and differ in the lines before them. */
final class FamilyWriter implements Consumer<Series>, SampleSink {
    private static final byte[] COUNT = TextBuffer.ascii("_count");
    private static final byte[] SUM = TextBuffer.ascii("_sum");
    private static final byte[] END = TextBuffer.ascii("# EOF\n");
    private static final List<byte[]> QUANTILES = Quantiles.ALL.stream()
            .map(quantile -> TextBuffer.ascii("quantile=\"" + quantile + "\""))
            .collect(Collectors.toUnmodifiableList());
    private static final byte[] NOTHING = {};
    private static final int LONGEST_TEXT = 256;

    private final Format format;
    private final TextBuffer target;
    private final AgentHealth health;
    private final boolean readAhead;
    private byte[] name = NOTHING;
    private byte[] labels = NOTHING;

    /** The lines before the first sample, until there is one. */
    private byte @Nullable [] header;

    private FamilyWriter(Format format, TextBuffer target, AgentHealth health, boolean readAhead) {
        this.format = format;
        this.target = target;
        this.health = health;
        this.readAhead = readAhead;
    }

    FamilyWriter(Format format, TextBuffer target, AgentHealth health) {
        this(format, target, health, false);
    }

    /** One that writes the numbers that the table has read ahead. */
    static FamilyWriter ofReadAhead(Format format, TextBuffer target, AgentHealth health) {
        return new FamilyWriter(format, target, health, true);
    }

    void write(Family family) {
        header = format == Format.OPEN_METRICS ? family.openMetricsHeader() : family.textHeader();
        name = family.sampleName();
        family.forEach(this);
    }

    void write(ForeignFamily family) {
        header = format == Format.OPEN_METRICS ? family.openMetricsHeader() : family.textHeader();
        for (ForeignFamily.Sample sample : family.samples()) {
            name = TextBuffer.ascii(sample.name());
            labels = sample.labels();
            number(sample.value());
        }
    }

    void end() {
        if (format == Format.OPEN_METRICS) {
            target.append(END);
        }
    }

    /** Writes one series; one that cannot be read leaves no trace, and the others stay. */
    @Override
    public void accept(Series series) {
        int before = target.length();
        byte[] headerBefore = header;
        labels = series.labels();
        try {
            if (readAhead) {
                series.take(this);
            } else {
                series.read(this);
            }
        } catch (Throwable failure) {
            target.truncate(before);
            header = headerBefore;
            health.failed(AgentHealth.Stage.READ, "a metric could not be read", failure);
        }
    }

    @Override
    public void number(double value) {
        sample(NOTHING, NOTHING);
        target.append(value);
        target.append('\n');
    }

    @Override
    public void text(String value) {
        String shown = value.length() > LONGEST_TEXT ? value.substring(0, LONGEST_TEXT) : value;
        sample(NOTHING, ("value=\"" + Text.escaped(shown) + "\"").getBytes(StandardCharsets.UTF_8));
        target.append(1);
        target.append('\n');
    }

    @Override
    public void state(byte[] label, boolean current) {
        sample(NOTHING, label);
        target.append(current ? 1 : 0);
        target.append('\n');
    }

    @Override
    public void distribution(long count, double sum, double[] quantiles) {
        for (int i = 0; i < quantiles.length; i++) {
            if (!Absent.is(quantiles[i])) {
                sample(NOTHING, QUANTILES.get(i));
                target.append(quantiles[i]);
                target.append('\n');
            }
        }
        sample(COUNT, NOTHING);
        target.append(count);
        target.append('\n');
        sample(SUM, NOTHING);
        target.append(sum);
        target.append('\n');
    }

    /** Everything of a line up to its value. */
    private void sample(byte[] suffix, byte[] lastLabel) {
        if (header != null) {
            target.append(header);
            header = null;
        }
        target.append(name);
        target.append(suffix);
        if (labels.length > 0 || lastLabel.length > 0) {
            target.append('{');
            target.append(labels);
            if (labels.length > 0 && lastLabel.length > 0) {
                target.append(',');
            }
            target.append(lastLabel);
            target.append('}');
        }
        target.append(' ');
    }
}
