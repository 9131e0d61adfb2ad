package io.freshet.agent.dialect;

import java.util.Map;

/** The name of a sample and its labels. */
record SeriesId(String name, Map<String, String> labels) {}
