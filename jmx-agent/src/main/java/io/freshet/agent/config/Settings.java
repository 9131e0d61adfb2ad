package io.freshet.agent.config;

import io.freshet.agent.credential.PasswordHash;
import io.freshet.agent.metric.Profile;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import javax.management.ObjectName;
import org.jspecify.annotations.Nullable;

/** The table of settings, from which everything that is known about them follows, SETTINGS.md included. */
final class Settings {
    private static final Pattern LABEL_NAME = Pattern.compile("(?!__)[a-zA-Z_][a-zA-Z0-9_]*");
    private static final Set<String> LABELS_OF_FORMATS = Set.of("quantile", "value", "le");

    static final Setting<Path> CONFIG = Setting.optional(
                    "config", ValueType.file(), "A YAML file of settings. Cannot stand in the file itself.")
            .fixed();

    static final Setting<Integer> PORT = Setting.of("port", ValueType.whole(1, 65535), "9404", "The port to listen on.")
            .fixed();

    static final Setting<String> HOST = Setting.of(
                    "host", ValueType.host(), "0.0.0.0", "The address to listen on; 127.0.0.1 for this machine only.")
            .fixed();

    static final Setting<Duration> CONFIG_CHECK = Setting.of(
            "config.check",
            ValueType.duration(Duration.ofSeconds(1), Duration.ofHours(24)),
            "5s",
            "How often to look whether the file has changed. A file that is not valid leaves everything as it was.");

    static final Setting<Profile> PROFILE = Setting.of(
            "profile",
            ValueType.choice(Profile.class),
            "standard",
            "How much is exposed: what one must watch, what METRICS.md explains, or all that Kafka registers.");

    static final Setting<List<NamePattern>> SERIES_ALLOW =
            names("series.allow", "Only families of these names, as they are exposed.");

    static final Setting<List<NamePattern>> SERIES_DENY =
            names("series.deny", "No families of these names, as they are exposed.");

    static final Setting<List<NamePattern>> SERIES_ADD =
            names("series.add", "Also families of these names that the profile would leave out.");

    static final Setting<List<NamePattern>> TOPIC_ALLOW =
            names("topic.allow", "Of the series that are about a topic, only those of these topics.");

    static final Setting<List<NamePattern>> TOPIC_DENY = names("topic.deny", "No series of these topics.");

    static final Setting<List<NamePattern>> GROUP_ALLOW =
            names("group.allow", "Of the series that are about a group, only those of these groups.");

    static final Setting<List<NamePattern>> GROUP_DENY = names("group.deny", "No series of these groups.");

    static final Setting<List<NamePattern>> CLIENT_ALLOW =
            names("client.allow", "Of the series that are about a client, only those of these client ids.");

    static final Setting<List<NamePattern>> CLIENT_DENY = names("client.deny", "No series of these client ids.");

    static final Setting<PartitionChoice> PARTITIONS = Setting.of(
            "partitions",
            ValueType.choice(PartitionChoice.class),
            "all",
            "Of which partitions a broker exposes what is about a single one: all that it has, those that it leads, "
                    + "those that it leads and that lack replicas in sync, or none. Followed as it changes.");

    static final Setting<Integer> SERIES_MAX = Setting.of(
            "series.max",
            ValueType.whole(1_000, 10_000_000),
            "100000",
            "The most samples of Kafka that a scrape may have. Above it whole families are left out: first those about "
                    + "partitions, then those about topics, clients and the like; the least essential and largest first.");

    static final Setting<Naming> NAMING = Setting.of(
            "naming",
            ValueType.choice(Naming.class),
            "default",
            "By whose rules series are called: the agent's own, or those of jmx_exporter's example for Kafka, of Strimzi's "
                    + "example for jmx_exporter, of Strimzi's metrics reporter or of Confluent's jmx-monitoring-stacks. README.md, "
                    + "\"Dialects\".");

    static final Setting<String> LABELS = Setting.anyOf(
            "labels.*",
            ValueType.text("a text"),
            "A label that every series carries, such as labels.cluster. Where a metric has a label of that name itself, "
                    + "that one stays.",
            name -> LABEL_NAME.matcher(name).matches() && !LABELS_OF_FORMATS.contains(name),
            "named with letters, digits and underscores, without two of these at the start, and not quantile, value or le");

    static final Setting<Boolean> LAG = Setting.of(
                    "lag.enabled",
                    ValueType.flag(),
                    "false",
                    "Whether a broker tells how far behind the groups are that it coordinates. Switch it on for all brokers of "
                            + "a cluster, and other exporters of consumer lag off: the series are called the same. LAG.md.")
            .fixed();

    static final Setting<Duration> LAG_INTERVAL = Setting.of(
                    "lag.interval",
                    ValueType.duration(Duration.ofSeconds(1), Duration.ofHours(1)),
                    "15s",
                    "How often consumer lag is looked at. An answer that takes longer is done without.")
            .fixed();

    static final Setting<Integer> LAG_WINDOW = Setting.of(
                    "lag.window",
                    ValueType.whole(3, 1_000),
                    "10",
                    "How many looks at lag make up the window that a group's status and trend are judged by.")
            .fixed();

    static final Setting<Path> TLS_CERTIFICATE = Setting.optional(
                    "tls.certificate",
                    ValueType.file(),
                    "Switches HTTPS on: a PEM file of the server's certificate and those that vouch for it, in this order. "
                            + "A new file is taken within seconds; one that is of no use leaves the old in place.")
            .fixed();

    static final Setting<Path> TLS_KEY = Setting.optional(
                    "tls.key",
                    ValueType.file(),
                    "The private key of `tls.certificate` in PEM: PKCS#8, or the older forms of RSA and EC. "
                            + "A new file is taken like that of the certificate.")
            .fixed();

    static final Setting<Secret> TLS_KEY_PASSWORD = Setting.optional(
                    "tls.key.password", ValueType.secret(), "What `tls.key` is encrypted with, if it is.")
            .fixed();

    static final Setting<Path> TLS_KEYSTORE = Setting.optional(
                    "tls.keystore",
                    ValueType.file(),
                    "Switches HTTPS on: a keystore, PKCS12 or JKS, with the server's key and certificates, in place of "
                            + "`tls.certificate` and `tls.key`.")
            .fixed();

    static final Setting<Secret> TLS_KEYSTORE_PASSWORD = Setting.optional(
                    "tls.keystore.password", ValueType.secret(), "The password of `tls.keystore` and of the key in it.")
            .fixed();

    static final Setting<Path> TLS_CLIENT_CA = Setting.optional(
                    "tls.client.ca",
                    ValueType.file(),
                    "Lets in only clients with a certificate that one of those in this PEM file vouches for.")
            .fixed();

    static final Setting<List<String>> TLS_CLIENT_NAMES = Setting.optional(
                    "tls.client.names",
                    ValueType.listOf(ValueType.text("a name")),
                    "Which of these clients may look: the common names or DNS names of their certificates. Without, all.")
            .fixed();

    static final Setting<List<String>> TLS_VERSIONS = Setting.of(
                    "tls.versions",
                    ValueType.listOf(ValueType.oneOf("TLSv1.3", "TLSv1.2")),
                    "TLSv1.3; TLSv1.2",
                    "The versions of TLS that are spoken.")
            .fixed();

    static final Setting<PasswordHash> AUTH_USERS = Setting.anyOf(
            "auth.users.*",
            ValueType.passwordHash(),
            "Asks for a name and a password: the hash of this user's password, which "
                    + "`java -jar freshet-agent.jar hash-password` makes.",
            name -> name.indexOf(':') < 0,
            "named without a colon");

    static final Setting<Boolean> STATUS_PAGE = Setting.of(
                    "status.page", ValueType.flag(), "true", "Whether there is a page for people at `/`.")
            .fixed();

    static final Setting<Integer> MOST_CONNECTIONS = Setting.of(
                    "server.connections",
                    ValueType.whole(4, 10_000),
                    "100",
                    "The most connections at once. When there are more, the one that waits longest for its client ends.")
            .fixed();

    static final Setting<Duration> REQUEST_TIMEOUT = Setting.of(
                    "server.request.timeout",
                    ValueType.duration(Duration.ofSeconds(1), Duration.ofMinutes(5)),
                    "10s",
                    "The longest time that a client may take to ask, a TLS handshake included.")
            .fixed();

    static final Setting<Duration> ANSWER_TIMEOUT = Setting.of(
                    "server.answer.timeout",
                    ValueType.duration(Duration.ofSeconds(1), Duration.ofMinutes(10)),
                    "60s",
                    "The longest time that a client may take to read an answer.")
            .fixed();

    static final Setting<Duration> IDLE_TIMEOUT = Setting.of(
                    "server.idle.timeout",
                    ValueType.duration(Duration.ofSeconds(1), Duration.ofHours(1)),
                    "90s",
                    "How long a connection stays open between requests.")
            .fixed();

    static final Setting<Boolean> HOOKS = Setting.of(
                    "hooks.enabled",
                    ValueType.flag(),
                    "true",
                    "Whether hooks are put into Kafka's registries; without them its metrics are read through JMX, "
                            + "at a higher cost.")
            .fixed();

    static final Setting<List<ObjectName>> MBEANS = Setting.optional(
                    "mbeans.include",
                    ValueType.listOf(ValueType.objectName()),
                    "MBeans beyond those of Kafka, such as java.lang:type=Threading or com.acme:*.")
            .fixed();

    static final Setting<Boolean> HOST_REGISTRY = Setting.of(
                    "host.registry",
                    ValueType.flag(),
                    "false",
                    "Whether the metrics that the application itself keeps in io.prometheus.client's default registry "
                            + "are exposed too.")
            .fixed();

    static final Setting<Boolean> OS = Setting.of(
                    "os.enabled",
                    ValueType.flag(),
                    "true",
                    "Whether the machine, the container and the disks of the log directories are watched; "
                            + "on Linux only.")
            .fixed();

    static final Setting<Boolean> LOGS = Setting.of(
                    "logs.enabled",
                    ValueType.flag(),
                    "true",
                    "Whether log events are counted by logger and level; works in log4j 2, reload4j and logback.")
            .fixed();

    static final Setting<List<String>> LOGGERS = Setting.optional(
                    "logs.loggers",
                    ValueType.listOf(ValueType.text("the name of a logger")),
                    "Loggers that are counted by themselves, with those below them, beside Kafka's own ones.")
            .fixed();

    static final Setting<Integer> LOGGER_DEPTH = Setting.of(
                    "logs.depth",
                    ValueType.whole(0, 5),
                    "2",
                    "How many parts of the names of all other loggers are told apart: with 2, com.acme.shop.Cart is "
                            + "counted under com.acme; with 0 all of them under other.")
            .fixed();

    /** In the order of the page. */
    static final List<Setting<?>> ALL = List.of(
            CONFIG,
            CONFIG_CHECK,
            PORT,
            HOST,
            PROFILE,
            SERIES_ALLOW,
            SERIES_DENY,
            SERIES_ADD,
            TOPIC_ALLOW,
            TOPIC_DENY,
            GROUP_ALLOW,
            GROUP_DENY,
            CLIENT_ALLOW,
            CLIENT_DENY,
            PARTITIONS,
            SERIES_MAX,
            NAMING,
            LABELS,
            HOOKS,
            MBEANS,
            HOST_REGISTRY,
            OS,
            LOGS,
            LOGGERS,
            LOGGER_DEPTH,
            LAG,
            LAG_INTERVAL,
            LAG_WINDOW,
            TLS_CERTIFICATE,
            TLS_KEY,
            TLS_KEY_PASSWORD,
            TLS_KEYSTORE,
            TLS_KEYSTORE_PASSWORD,
            TLS_CLIENT_CA,
            TLS_CLIENT_NAMES,
            TLS_VERSIONS,
            AUTH_USERS,
            STATUS_PAGE,
            MOST_CONNECTIONS,
            REQUEST_TIMEOUT,
            ANSWER_TIMEOUT,
            IDLE_TIMEOUT);

    private Settings() {}

    private static Setting<List<NamePattern>> names(String key, String meaning) {
        return Setting.optional(
                key,
                ValueType.listOf(
                        ValueType.of("a name, in which * stands for any letters and ? for one", NamePattern::of)),
                meaning);
    }

    static @Nullable Setting<?> find(String key) {
        for (Setting<?> setting : ALL) {
            if (setting.covers(key)) {
                return setting;
            }
        }
        return null;
    }
}
