package io.freshet.agent.text;

import java.util.Map;

/** One line with a value. */
public record Sample(String name, Map<String, String> labels, double value) {}
