package io.freshet.quickstart;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** A series worth looking at, and how its value is written for a person. */
record TellingMetric(String name, Unit unit, List<String> labels) {

    /** What a value counts. */
    enum Unit {
        NUMBER,
        BYTES,
        RATIO,
        MILLISECONDS;

        String text(double value) {
            return switch (this) {
                case NUMBER -> String.format(Locale.ROOT, value == Math.rint(value) ? "%,.0f" : "%,.2f", value);
                case BYTES ->
                    value < 1e6
                            ? String.format(Locale.ROOT, "%,.0f bytes", value)
                            : String.format(Locale.ROOT, "%,.1f MB", value / 1e6);
                case RATIO -> String.format(Locale.ROOT, "%.1f %%", value * 100);
                case MILLISECONDS -> String.format(Locale.ROOT, "%.1f ms", value);
            };
        }
    }

    static final List<TellingMetric> OF_THE_BROKER = List.of(
            of("kafka_controller_kafkacontroller_activecontrollercount", Unit.NUMBER),
            of("kafka_controller_kafkacontroller_offlinepartitionscount", Unit.NUMBER),
            of("kafka_server_replicamanager_underreplicatedpartitions", Unit.NUMBER),
            of("kafka_server_kafkarequesthandlerpool_requesthandleravgidle_percent", Unit.RATIO),
            of("kafka_server_brokertopicmetrics_messagesin_total", Unit.NUMBER, "topic=\"" + Flights.TOPIC + "\""),
            of("kafka_server_brokertopicmetrics_bytesin_total", Unit.BYTES, "!topic="),
            of("kafka_log_log_size", Unit.BYTES, "topic=\"" + EnrichedFlights.TOPIC + "\""));

    static final List<TellingMetric> OF_THE_WORKER = List.of(
            of("kafka_connect_connect_worker_metrics_task_count", Unit.NUMBER),
            of("kafka_connect_connect_worker_metrics_task_startup_failure_total", Unit.NUMBER),
            of(
                    "kafka_connect_source_task_metrics_source_record_poll_total",
                    Unit.NUMBER,
                    "connector=\"" + EnrichedFlights.CONNECTOR + "\""),
            of(
                    "kafka_connect_source_task_metrics_source_record_write_total",
                    Unit.NUMBER,
                    "connector=\"" + EnrichedFlights.CONNECTOR + "\""),
            of("kafka_connect_task_error_metrics_total_record_errors", Unit.NUMBER),
            of(
                    "kafka_consumer_consumer_fetch_manager_metrics_records_consumed_total",
                    Unit.NUMBER,
                    "client_id=\"freshet-table-" + AirportsTable.TOPIC + "\"",
                    "!topic="),
            of("jvm_memory_used_bytes", Unit.BYTES, "area=\"heap\""));

    private static TellingMetric of(String name, Unit unit, String... labels) {
        return new TellingMetric(name, unit, List.of(labels));
    }

    void show(Exposition exposition, Terminal terminal) {
        double[] values = exposition.values(name, labels.toArray(String[]::new));
        String shown = values.length == 0
                ? "not exposed"
                : unit.text(Arrays.stream(values).sum());
        String note = values.length > 1 ? "sum of " + values.length + " series" : "";
        terminal.measured(name + selector(), shown, note, exposition.help(name));
    }

    private String selector() {
        List<String> shown =
                labels.stream().filter(label -> !label.startsWith("!")).toList();
        return shown.isEmpty() ? "" : "{" + String.join(",", shown) + "}";
    }
}
