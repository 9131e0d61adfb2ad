package io.freshet.transforms.table;

import java.time.Duration;

/**
 * How long records wait for a table to load.
 *
 * @param most the time that all records have together
 * @param rule the settings that say so, with their values
 * @param remedy what to do where a table needs longer
 */
public record ReadyLimit(Duration most, String rule, String remedy) {}
