package io.freshet.agent.expose.status;

import io.freshet.agent.metric.FamilyName;
import io.freshet.agent.metric.Meaning;

/** A family that the page can explain. */
public final class Documented {
    private final FamilyName name;
    private final Meaning meaning;

    public Documented(FamilyName name, Meaning meaning) {
        this.name = name;
        this.meaning = meaning;
    }

    FamilyName name() {
        return name;
    }

    Meaning meaning() {
        return meaning;
    }

    String title() {
        return Words.title(name, meaning);
    }

    String section() {
        return Words.section(name, meaning);
    }
}
