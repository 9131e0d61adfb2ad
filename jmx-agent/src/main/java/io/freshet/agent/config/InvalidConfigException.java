package io.freshet.agent.config;

import java.util.List;

/** Why the agent does not start: everything that is wrong with its settings, a line each. */
public final class InvalidConfigException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<String> problems;

    InvalidConfigException(List<String> problems) {
        super(String.join("\n", problems));
        this.problems = List.copyOf(problems);
    }

    /** The first thing that is wrong, and how many others there are. */
    public String inOneLine() {
        int others = problems.size() - 1;
        return others == 0 ? problems.get(0) : problems.get(0) + "; and " + others + " more";
    }
}
