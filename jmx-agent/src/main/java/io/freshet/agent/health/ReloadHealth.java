package io.freshet.agent.health;

import io.freshet.agent.metric.FamilyName;
import io.freshet.agent.metric.FamilyType;
import io.freshet.agent.metric.SeriesPlan;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;

/** How reading the file of settings goes. */
public final class ReloadHealth {
    private final LongSupplier clock;
    private final AtomicLong failures = new AtomicLong();
    private volatile boolean successful = true;
    private volatile long lastSuccess;

    /** The settings were read just now; the clock counts milliseconds since 1970. */
    public ReloadHealth(LongSupplier clock) {
        this.clock = clock;
        this.lastSuccess = clock.getAsLong();
    }

    public void succeeded() {
        successful = true;
        lastSuccess = clock.getAsLong();
    }

    public void failed() {
        successful = false;
        failures.incrementAndGet();
    }

    public List<SeriesPlan> series() {
        return List.of(
                plan(
                        "freshet_agent_config_reload_failures_total",
                        FamilyType.COUNTER,
                        "Changes of the file of settings that were not valid and not taken up.",
                        "",
                        failures::get),
                plan(
                        "freshet_agent_config_last_reload_successful",
                        FamilyType.GAUGE,
                        "Whether the file of settings is in effect as it is: 1 yes, 0 no, because it is not valid.",
                        "",
                        () -> successful ? 1 : 0),
                plan(
                        "freshet_agent_config_last_reload_success_timestamp_seconds",
                        FamilyType.GAUGE,
                        "When settings were last taken up.",
                        "seconds",
                        () -> lastSuccess / 1e3));
    }

    private static SeriesPlan plan(String name, FamilyType type, String help, String unit, DoubleSupplier reading) {
        return SeriesPlan.number(new FamilyName(name, type), help, unit, List.of(), reading);
    }
}
