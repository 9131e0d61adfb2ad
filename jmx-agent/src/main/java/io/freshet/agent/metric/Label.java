package io.freshet.agent.metric;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** One name and its value, as a registry or a series has it. */
public final class Label {
    private final String name;
    private final String value;

    public Label(String name, String value) {
        this.name = Objects.requireNonNull(name);
        this.value = Objects.requireNonNull(value);
    }

    /** Labels with others besides; of two with one name, the first stays. */
    static List<Label> join(List<Label> labels, List<Label> more) {
        List<Label> all = new ArrayList<>(labels);
        for (Label label : more) {
            if (labels.stream().noneMatch(own -> own.name.equals(label.name))) {
                all.add(label);
            }
        }
        return all;
    }

    public String name() {
        return name;
    }

    public String value() {
        return value;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Label && name.equals(((Label) other).name) && value.equals(((Label) other).value);
    }

    @Override
    public int hashCode() {
        return 31 * name.hashCode() + value.hashCode();
    }

    @Override
    public String toString() {
        return name + "=" + value;
    }
}
