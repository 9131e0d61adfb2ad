package io.freshet.agent.config;

import io.freshet.agent.metric.Label;
import io.freshet.agent.metric.Profile;
import java.util.ArrayList;
import java.util.List;

/** Which series are exposed, of those that there could be, and what is added to each. */
public final class SelectOptions {
    private final Profile profile;
    private final NameChoice series;
    private final NameChoice added;
    private final NameChoice topics;
    private final NameChoice groups;
    private final NameChoice clients;
    private final PartitionChoice partitions;
    private final int most;
    private final Naming naming;
    private final List<Label> labels;

    SelectOptions(Values values) {
        this.profile = values.get(Settings.PROFILE);
        this.series = choice(values, Settings.SERIES_ALLOW, Settings.SERIES_DENY);
        this.added = values.find(Settings.SERIES_ADD)
                .map(names -> new NameChoice(names, List.of()))
                .orElse(NameChoice.NONE);
        this.topics = choice(values, Settings.TOPIC_ALLOW, Settings.TOPIC_DENY);
        this.groups = choice(values, Settings.GROUP_ALLOW, Settings.GROUP_DENY);
        this.clients = choice(values, Settings.CLIENT_ALLOW, Settings.CLIENT_DENY);
        this.partitions = values.get(Settings.PARTITIONS);
        this.most = values.get(Settings.SERIES_MAX);
        this.naming = values.get(Settings.NAMING);
        List<Label> constant = new ArrayList<>();
        values.all(Settings.LABELS).forEach((name, value) -> constant.add(new Label(name, value)));
        this.labels = List.copyOf(constant);
    }

    private static NameChoice choice(Values values, Setting<List<NamePattern>> allow, Setting<List<NamePattern>> deny) {
        return new NameChoice(
                values.find(allow).orElse(List.of()), values.find(deny).orElse(List.of()));
    }

    public Profile profile() {
        return profile;
    }

    /** By the names of families. */
    public NameChoice series() {
        return series;
    }

    /** Families that are exposed whatever the profile. */
    public NameChoice added() {
        return added;
    }

    public NameChoice topics() {
        return topics;
    }

    public NameChoice groups() {
        return groups;
    }

    public NameChoice clients() {
        return clients;
    }

    public PartitionChoice partitions() {
        return partitions;
    }

    /** The most samples that there may be. */
    public int most() {
        return most;
    }

    /** By whose rules series are called. */
    public Naming naming() {
        return naming;
    }

    /** What every series carries. */
    public List<Label> labels() {
        return labels;
    }
}
