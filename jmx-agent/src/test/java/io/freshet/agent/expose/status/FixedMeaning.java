package io.freshet.agent.expose.status;

import io.freshet.agent.metric.Health;
import io.freshet.agent.metric.Meaning;

/** What an entry of the catalogue would say: after a minute, well below 10, and while a counter does not grow. */
record FixedMeaning(String mbean, String unit, boolean isEssential) implements Meaning {
    @Override
    public String role() {
        return "broker";
    }

    @Override
    public String attribute() {
        return "";
    }

    @Override
    public String help() {
        return "What it <means>.";
    }

    @Override
    public String healthy() {
        return "Below 10";
    }

    @Override
    public String look() {
        return "Look & see.";
    }

    @Override
    public int settlingSeconds() {
        return 60;
    }

    @Override
    public Health health(double value) {
        return value < 10 ? Health.OK : Health.BAD;
    }

    @Override
    public Health healthOfRate(double perSecond) {
        return Double.isNaN(perSecond) ? Health.UNKNOWN : perSecond == 0 ? Health.OK : Health.BAD;
    }

    @Override
    public Health healthOfText(String text) {
        return Health.UNKNOWN;
    }
}
