package io.freshet.connect.json;

/** How {@code org.apache.kafka.connect.data.Decimal} is written. */
enum DecimalFormat {
    /** The unscaled value's bytes, as text. */
    BASE64,
    /** A JSON number. */
    NUMERIC
}
