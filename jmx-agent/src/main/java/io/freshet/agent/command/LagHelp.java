package io.freshet.agent.command;

/** What {@code lag --help} prints. */
final class LagHelp {
    static final String TEXT = String.join(
            "\n",
            "Usage: java -jar freshet-agent.jar lag --bootstrap-server <brokers> [options]",
            "",
            "  --bootstrap-server a:9092,b:9092   brokers to begin with",
            "  --command-config FILE              properties of Kafka's clients, for TLS and SASL",
            "  --once                             print a table and end; the default",
            "  --watch                            print it again and again",
            "  --port N, --host H                 serve /metrics for Prometheus instead",
            "  --json                             a line of JSON for each look, instead of a table",
            "  --partitions                       a row for each partition",
            "  --group NAME, --topic NAME         only these; * stands for any letters, ? for one; may be repeated",
            "  --fail-on GROUP                    with --once: exit code 2 unless these groups are OK",
            "  --for TIME                         with --once: look so long; from 10s on, WARN and STALL are told as well",
            "  --interval TIME                    how often to look, 15s without",
            "  --config FILE, --set KEY=VALUE     settings as in SETTINGS.md: TLS, passwords, lag.window, ...",
            "  --kafka-libs FOLDER                use the Kafka client of this installation, say for OAUTHBEARER",
            "  --verbose                          let Kafka's client log",
            "",
            "LAG.md says what the numbers mean. Exit codes: 0; 1, it could not look; 2, see --fail-on.",
            "");

    private LagHelp() {}
}
