package io.freshet.agent.text;

import java.util.List;

/** The samples under one TYPE. */
public record ScrapedFamily(String name, String type, String help, String unit, List<Sample> samples) {}
