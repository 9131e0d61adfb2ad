package io.freshet.local;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A worker of a distributed Connect cluster. */
public final class ConnectWorker implements AutoCloseable {
    private static final Duration READY = Duration.ofSeconds(90);

    private final Builder settings;
    private final Path folder;
    private final Path properties;
    private final int port;
    private final ConnectRest connectors;
    private JavaProcess process;

    private ConnectWorker(Builder settings) {
        this.settings = settings;
        this.folder = settings.folder != null ? settings.folder : Folders.temporary("connect");
        this.port = settings.port != 0 ? settings.port : Ports.free();
        this.properties = Folders.writeProperties(folder.resolve("worker.properties"), workerProperties());
        this.connectors = new ConnectRest(rest());
        this.process = launch();
    }

    public static Builder builder(String bootstrapServers) {
        return new Builder(bootstrapServers);
    }

    /** Where its REST API is. */
    public URI rest() {
        return URI.create("http://127.0.0.1:" + port);
    }

    public ConnectRest connectors() {
        return connectors;
    }

    /** The JVM that runs now, or ran last. */
    public JavaProcess process() {
        return process;
    }

    /** Holds its settings and log. */
    public Path folder() {
        return folder;
    }

    /** SIGTERM, and waits for the end. */
    public void stop() {
        process.close();
    }

    /** SIGKILL. */
    public void kill9() {
        process.kill9();
    }

    /** Starts it again with the same settings. */
    public void start() {
        if (process.isAlive()) {
            throw new IllegalStateException("The worker on " + rest() + " is already running");
        }
        process = launch();
    }

    /** Stops the worker and deletes its folder, unless the folder was given. */
    @Override
    public void close() {
        process.close();
        if (settings.folder == null) {
            Folders.delete(folder);
        }
    }

    private JavaProcess launch() {
        JavaProcess worker = settings.jvm
                .process("worker", settings.version, folder)
                .mainClass("org.apache.kafka.connect.cli.ConnectDistributed")
                .args(properties.toString())
                .start();
        try {
            worker.child().await("its REST API answers on " + rest(), READY, connectors::isReady);
            return worker;
        } catch (LocalClusterException e) {
            worker.close();
            throw e;
        }
    }

    private Map<String, String> workerProperties() {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("bootstrap.servers", settings.bootstrapServers);
        all.put("group.id", settings.groupId);
        all.put("listeners", rest().toString());
        if (!settings.plugins.isEmpty()) {
            all.put("plugin.path", settings.plugins.stream().map(Path::toString).collect(Collectors.joining(",")));
        }
        all.put("plugin.discovery", "service_load");
        for (String storage : List.of("config", "offset", "status")) {
            all.put(storage + ".storage.topic", settings.groupId + "-" + storage + "s");
            all.put(storage + ".storage.replication.factor", "1");
        }
        all.put("offset.storage.partitions", "1");
        all.put("status.storage.partitions", "1");
        all.put("offset.flush.interval.ms", "1000");
        for (String converter : List.of("key.converter", "value.converter")) {
            all.put(converter, "org.apache.kafka.connect.json.JsonConverter");
            all.put(converter + ".schemas.enable", "false");
        }
        // A worker that comes back after a kill gets its tasks as soon as the dead one's session is over.
        all.put("scheduled.rebalance.max.delay.ms", "0");
        all.put("session.timeout.ms", "6000");
        all.put("heartbeat.interval.ms", "2000");
        if (settings.exactlyOnce) {
            all.put("exactly.once.source.support", "enabled");
        }
        all.putAll(settings.config);
        return all;
    }

    /** How a worker is started. */
    public static final class Builder {
        private final String bootstrapServers;
        private final Map<String, String> config = new LinkedHashMap<>();
        private final List<Path> plugins = new ArrayList<>();
        private final JvmSettings jvm = new JvmSettings("512m");
        private KafkaVersion version = KafkaVersion.V4_3;
        private @Nullable Path folder;
        private int port;
        private String groupId = "connect";
        private boolean exactlyOnce;

        private Builder(String bootstrapServers) {
            this.bootstrapServers = bootstrapServers;
        }

        public Builder version(KafkaVersion version) {
            this.version = version;
            return this;
        }

        /** Where it keeps its settings and log; without, a temporary folder that is deleted at the end. */
        public Builder folder(Path folder) {
            this.folder = folder.toAbsolutePath();
            return this;
        }

        /** Where the REST API listens; without, a free port. */
        public Builder port(int port) {
            this.port = port;
            return this;
        }

        /** Folders for {@code plugin.path}: each holds one folder per plugin. */
        public Builder plugins(Path... folders) {
            Arrays.stream(folders).map(Path::toAbsolutePath).forEach(plugins::add);
            return this;
        }

        /** A worker setting. */
        public Builder config(String key, String value) {
            config.put(key, value);
            return this;
        }

        /** Lets source connectors write exactly once. */
        public Builder exactlyOnce() {
            exactlyOnce = true;
            return this;
        }

        public Builder agent(Path jar, String options) {
            jvm.agent(jar, options);
            return this;
        }

        /** The maximum heap, such as {@code 512m}. */
        public Builder heap(String size) {
            jvm.heap(size);
            return this;
        }

        public Builder jvmArgs(String... arguments) {
            jvm.arguments(arguments);
            return this;
        }

        public Builder environment(String variable, String value) {
            jvm.environment(variable, value);
            return this;
        }

        public Builder groupId(String groupId) {
            this.groupId = groupId;
            return this;
        }

        /** Returns once the worker answers through its REST API. */
        public ConnectWorker start() {
            return new ConnectWorker(this);
        }
    }
}
