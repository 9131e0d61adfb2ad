package io.freshet.agent.config;

import java.time.Duration;

/** How consumer lag is looked at. */
public final class LagConfig {
    private final boolean enabled;
    private final Duration interval;
    private final int window;

    LagConfig(Values values) {
        this.enabled = values.get(Settings.LAG);
        this.interval = values.get(Settings.LAG_INTERVAL);
        this.window = values.get(Settings.LAG_WINDOW);
    }

    /** Whether a broker tells the lag of its groups. */
    public boolean isEnabled() {
        return enabled;
    }

    /** The time from one look to the next. */
    public Duration interval() {
        return interval;
    }

    /** How many looks are judged together. */
    public int window() {
        return window;
    }
}
