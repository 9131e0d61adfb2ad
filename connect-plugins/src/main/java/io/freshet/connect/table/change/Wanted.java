package io.freshet.connect.table.change;

/** A column that records have values for. */
public record Wanted(String name, ColumnType type, boolean key) {}
