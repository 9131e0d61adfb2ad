package io.freshet.transforms.table.codec;

import java.util.List;

/** Messages of every format. */
final class Samples {

    static final String ROW_FIELDS = "\"fields\":[{\"type\":\"int32\",\"optional\":false,\"field\":\"id\"},"
            + "{\"type\":\"string\",\"optional\":true,\"field\":\"city\"},"
            + "{\"type\":\"double\",\"optional\":true,\"field\":\"lat\"},"
            + "{\"type\":\"boolean\",\"optional\":true,\"field\":\"open\"},"
            + "{\"type\":\"int32\",\"optional\":true,\"name\":\"io.debezium.time.Date\",\"version\":1,\"field\":\"since\"},"
            + "{\"type\":\"int64\",\"optional\":true,\"name\":\"org.apache.kafka.connect.data.Timestamp\",\"version\":1,"
            + "\"field\":\"seen\"},"
            + "{\"type\":\"bytes\",\"optional\":true,\"name\":\"org.apache.kafka.connect.data.Decimal\",\"version\":1,"
            + "\"parameters\":{\"scale\":\"2\"},\"field\":\"fee\"},"
            + "{\"type\":\"array\",\"items\":{\"type\":\"string\",\"optional\":true},\"optional\":true,\"field\":\"tags\"}]";

    static final String ROW = "{\"id\":7,\"city\":\"M\u00fcnchen\",\"lat\":48.35,\"open\":true,\"since\":19000,"
            + "\"seen\":1700000000123,\"fee\":\"APo=\",\"tags\":[\"a\",null]}";

    private static final String SOURCE = "{\"version\":\"3.7.0.Final\",\"connector\":\"postgresql\",\"name\":\"db\","
            + "\"ts_ms\":1700000000123,\"snapshot\":\"false\",\"db\":\"postgres\","
            + "\"sequence\":\"[\\\"24023128\\\",\\\"24023128\\\"]\",\"ts_us\":1700000000123456,"
            + "\"ts_ns\":1700000000123456789,\"schema\":\"public\",\"table\":\"airports\",\"txId\":747,\"lsn\":24023128,"
            + "\"xmin\":null}";

    private static final String ENVELOPE_SCHEMA = "{\"type\":\"struct\",\"fields\":["
            + "{\"type\":\"struct\"," + ROW_FIELDS + ",\"optional\":true,\"name\":\"db.Value\",\"field\":\"before\"},"
            + "{\"type\":\"struct\"," + ROW_FIELDS + ",\"optional\":true,\"name\":\"db.Value\",\"field\":\"after\"},"
            + "{\"type\":\"struct\",\"fields\":[{\"type\":\"int64\",\"optional\":false,\"field\":\"ts_ms\"},"
            + "{\"type\":\"string\",\"optional\":true,\"field\":\"snapshot\"},"
            + "{\"type\":\"int64\",\"optional\":true,\"field\":\"txId\"},"
            + "{\"type\":\"int64\",\"optional\":true,\"field\":\"lsn\"}],\"optional\":false,\"field\":\"source\"},"
            + "{\"type\":\"string\",\"optional\":false,\"field\":\"op\"}],\"optional\":false,\"name\":\"db.Envelope\"}";

    private static final String KEY_SCHEMA = "{\"type\":\"struct\",\"fields\":[{\"type\":\"int32\",\"optional\":false,"
            + "\"field\":\"id\"}],\"optional\":false,\"name\":\"db.Key\"}";

    private static final String MAXWELL_KEY = "{\"database\":\"d\",\"table\":\"t\",\"pk.id\":7}";
    private static final String MAXWELL =
            "{\"database\":\"d\",\"table\":\"t\",\"type\":\"update\",\"ts\":1700000000,\"xid\":1,\"commit\":true,"
                    + "\"data\":{\"id\":7,\"city\":\"Rom\",\"lat\":41.8},\"old\":{\"id\":6}}";
    private static final String CANAL =
            "{\"data\":[{\"id\":\"7\",\"city\":\"Rom\",\"lat\":\"41.8\",\"since\":\"2022-01-08\"},"
                    + "{\"id\":\"8\",\"city\":null,\"lat\":\"1\",\"since\":\"2022-01-08\"}],\"database\":\"d\",\"es\":1700000000123,"
                    + "\"id\":9,\"isDdl\":false,\"mysqlType\":{\"id\":\"int\",\"city\":\"varchar(9)\",\"lat\":\"double\","
                    + "\"since\":\"date\"},\"old\":[{\"city\":\"Ostia\"},{\"id\":\"5\"}],\"pkNames\":[\"id\"],\"sql\":\"\","
                    + "\"table\":\"t\",\"ts\":1,\"type\":\"UPDATE\"}";

    private Samples() {}

    /** A message. */
    record Sample(TableFormat format, String key, String value) {}

    static String envelope(String op, String before, String after) {
        return "{\"before\":" + before + ",\"after\":" + after + ",\"source\":" + SOURCE
                + ",\"transaction\":null,\"op\":\"" + op
                + "\",\"ts_ms\":1700000000999,\"ts_us\":1700000000999000,\"ts_ns\":1700000000999000000}";
    }

    static String envelopeWithSchema(String op, String before, String after) {
        String source = "{\"ts_ms\":1700000000123,\"snapshot\":\"false\",\"txId\":747,\"lsn\":24023128}";
        return "{\"schema\":" + ENVELOPE_SCHEMA + ",\"payload\":{\"before\":" + before + ",\"after\":" + after
                + ",\"source\":" + source + ",\"op\":\"" + op + "\"}}";
    }

    static String rowWithSchema() {
        return "{\"schema\":{\"type\":\"struct\"," + ROW_FIELDS + ",\"optional\":false},\"payload\":" + ROW + "}";
    }

    static String key() {
        return "{\"id\":7}";
    }

    static String keyWithSchema() {
        return "{\"schema\":" + KEY_SCHEMA + ",\"payload\":{\"id\":7}}";
    }

    static List<Sample> all() {
        return List.of(
                new Sample(TableFormat.DEBEZIUM, key(), envelope("c", "null", ROW)),
                new Sample(TableFormat.DEBEZIUM, key(), envelope("d", "{\"id\":7}", "null")),
                new Sample(TableFormat.DEBEZIUM, keyWithSchema(), envelopeWithSchema("u", ROW, ROW)),
                new Sample(TableFormat.DEBEZIUM_UNWRAPPED, key(), ROW.replace("}", ",\"__deleted\":\"false\"}")),
                new Sample(
                        TableFormat.DEBEZIUM_UNWRAPPED,
                        key(),
                        ROW.replace("}", ",\"__op\":\"u\",\"__source_ts_ms\":12,\"__lsn\":34}")),
                new Sample(TableFormat.DEBEZIUM_UNWRAPPED, keyWithSchema(), rowWithSchema()),
                new Sample(
                        TableFormat.UPSERT,
                        "JFK",
                        "{\"city\":\"New \\\"York\\\"\",\"lat\":40.6,\"id\":-1,\"x\":{\"y\":[]}}"),
                new Sample(TableFormat.UPSERT, "{\"a\":\"x\",\"b\":2}", rowWithSchema()),
                new Sample(TableFormat.MAXWELL, MAXWELL_KEY, MAXWELL),
                new Sample(TableFormat.CANAL, "", CANAL));
    }
}
