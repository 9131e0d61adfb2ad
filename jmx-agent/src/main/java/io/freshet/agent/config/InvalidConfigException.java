package io.freshet.agent.config;

import java.util.List;

/** Why the agent does not start: everything that is wrong with its settings, a line each. */
public final class InvalidConfigException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    InvalidConfigException(List<String> problems) {
        super(String.join("\n", problems));
    }
}
