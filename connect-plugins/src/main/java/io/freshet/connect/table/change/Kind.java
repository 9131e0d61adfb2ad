package io.freshet.connect.table.change;

/** The kinds of values that columns hold, with the Java class that a value has on its way. */
public enum Kind {
    /** {@code Boolean}. */
    BOOLEAN,
    /** {@code Long} of 16 bits. */
    INT16,
    /** {@code Long} of 32 bits. */
    INT32,
    /** {@code Long}. */
    INT64,
    /** {@code Float}. */
    FLOAT32,
    /** {@code Double}. */
    FLOAT64,
    /** {@code BigDecimal}. */
    DECIMAL,
    /** {@code String}. */
    TEXT,
    /** {@code byte[]}. */
    BYTES,
    /** {@code LocalDate}. */
    DATE,
    /** {@code LocalTime}. */
    TIME,
    /** {@code LocalDateTime}, in UTC. */
    TIMESTAMP,
    /** {@code LocalDateTime}, in UTC: a moment, in a column that knows zones. */
    MOMENT,
    /** {@code String} that is JSON. */
    JSON,
    /** {@code String}: a type of the database's own, which reads text. */
    OTHER
}
