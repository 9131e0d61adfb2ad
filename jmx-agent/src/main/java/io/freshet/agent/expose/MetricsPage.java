package io.freshet.agent.expose;

import io.freshet.agent.health.AgentHealth;
import io.freshet.agent.metric.Family;
import io.freshet.agent.metric.ForeignFamily;
import io.freshet.agent.metric.SeriesTable;
import java.util.List;
import java.util.function.Supplier;

/** All series as text. */
public final class MetricsPage {
    private final Runnable catchUp;
    private final SeriesTable table;
    private final Supplier<List<ForeignFamily>> foreign;
    private final AgentHealth health;

    /** What is to be exposed is brought up to date before it is read. */
    public MetricsPage(Runnable catchUp, SeriesTable table, Supplier<List<ForeignFamily>> foreign, AgentHealth health) {
        this.catchUp = catchUp;
        this.table = table;
        this.foreign = foreign;
        this.health = health;
    }

    /** One page at a time. */
    synchronized void write(Format format, NameFilter filter, TextBuffer target) {
        long start = System.nanoTime();
        catchUp.run();
        FamilyWriter writer = writer(format, filter, target);
        for (Family family : table.families()) {
            if (filter.admits(family.name())) {
                writer.write(family);
            }
        }
        writeForeign(writer, filter);
        writer.end();
        health.scraped(System.nanoTime() - start);
    }

    private FamilyWriter writer(Format format, NameFilter filter, TextBuffer target) {
        if (!filter.equals(NameFilter.ALL)) {
            return new FamilyWriter(format, target, health);
        }
        table.readAhead();
        return FamilyWriter.ofReadAhead(format, target, health);
    }

    private void writeForeign(FamilyWriter writer, NameFilter filter) {
        try {
            for (ForeignFamily family : foreign.get()) {
                if (filter.admits(family.name()) && !table.isTaken(family.name().sample())) {
                    writer.write(family);
                }
            }
        } catch (RuntimeException e) {
            health.failed(AgentHealth.Stage.READ, "the metrics of the JVM could not be read", e);
        }
    }
}
