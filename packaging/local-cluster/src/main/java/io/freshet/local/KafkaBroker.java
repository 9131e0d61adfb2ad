package io.freshet.local;

import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.jspecify.annotations.Nullable;

/** A broker and controller in one JVM (KRaft), alone in its cluster unless it is made a {@link Builder#member member} of one. */
public final class KafkaBroker implements AutoCloseable {
    private static final String CLUSTER_ID = "RnJlc2hldExvY2FsMDAwMA";
    private static final Duration READY = Duration.ofSeconds(90);

    private final Builder settings;
    private final Path folder;
    private final Path properties;
    private final int port;
    private JavaProcess process;
    private @Nullable Admin admin;

    private KafkaBroker(Builder settings) {
        this.settings = settings;
        this.folder = settings.folder != null ? settings.folder : Folders.temporary("kafka");
        this.port = settings.port != 0 ? settings.port : Ports.free();
        this.properties = Folders.writeProperties(folder.resolve("server.properties"), serverProperties());
        format();
        this.process = launch();
    }

    public static Builder builder() {
        return new Builder();
    }

    public String bootstrapServers() {
        return "127.0.0.1:" + port;
    }

    /** The JVM that runs now, or ran last. */
    public JavaProcess process() {
        return process;
    }

    /** Holds its settings, data and log. */
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

    /** Starts it again on the same data and port. */
    public void start() {
        if (process.isAlive()) {
            throw new IllegalStateException("The broker on " + bootstrapServers() + " is already running");
        }
        process = launch();
    }

    public void createTopic(String name, int partitions, Map<String, String> config) {
        NewTopic topic = new NewTopic(name, Optional.of(partitions), Optional.empty()).configs(config);
        try {
            admin().createTopics(List.of(topic)).all().get();
        } catch (ExecutionException e) {
            throw new LocalClusterException("Topic " + name + " cannot be created: " + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LocalClusterException("Interrupted while creating topic " + name, e);
        }
    }

    /** An admin client that is closed with this broker. */
    public synchronized Admin admin() {
        if (admin == null) {
            admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers()));
        }
        return admin;
    }

    /** Stops the broker and deletes its folder, unless the folder was given. */
    @Override
    public synchronized void close() {
        if (admin != null) {
            admin.close(Duration.ZERO);
            admin = null;
        }
        process.close();
        if (settings.folder == null) {
            Folders.delete(folder);
        }
    }

    private void format() {
        try (JavaProcess tool = new JvmSettings("128m")
                .process("format", settings.version, folder)
                .mainClass("kafka.tools.StorageTool")
                .args("format", "--ignore-formatted", "-t", CLUSTER_ID, "-c", properties.toString())
                .start()) {
            if (tool.awaitExit(READY) != 0) {
                throw tool.child().failure("The broker's folder cannot be formatted: " + folder);
            }
        }
    }

    private JavaProcess launch() {
        JavaProcess broker = settings.jvm
                .process("broker", settings.version, folder)
                .mainClass("kafka.Kafka")
                .args(properties.toString())
                .start();
        try {
            broker.awaitLog("Kafka Server started", READY);
            return broker;
        } catch (LocalClusterException e) {
            broker.close();
            throw e;
        }
    }

    private Map<String, String> serverProperties() {
        int controllerPort = settings.controllerPort != 0 ? settings.controllerPort : Ports.free();
        Map<String, String> all = new LinkedHashMap<>();
        boolean controls = settings.node == Builder.CONTROLLER;
        all.put("process.roles", controls ? "broker,controller" : "broker");
        all.put("node.id", String.valueOf(settings.node));
        all.put("controller.quorum.voters", "1@127.0.0.1:" + controllerPort);
        String second = settings.secondPort == 0 ? "" : ",SECOND://127.0.0.1:";
        all.put(
                "listeners",
                "PLAINTEXT://127.0.0.1:" + port
                        + (controls ? ",CONTROLLER://127.0.0.1:" + controllerPort : "")
                        + (second.isEmpty() ? "" : second + settings.secondPort));
        all.put(
                "advertised.listeners",
                "PLAINTEXT://127.0.0.1:" + port + (second.isEmpty() ? "" : second + settings.secondAdvertisedPort));
        all.put("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT,SECOND:PLAINTEXT");
        all.put("controller.listener.names", "CONTROLLER");
        all.put("log.dirs", folder.resolve("data").toAbsolutePath().toString());
        all.put("offsets.topic.num.partitions", "1");
        all.put("offsets.topic.replication.factor", "1");
        all.put("transaction.state.log.num.partitions", "1");
        all.put("transaction.state.log.replication.factor", "1");
        all.put("transaction.state.log.min.isr", "1");
        if (settings.version == KafkaVersion.V4_3) {
            all.put("share.coordinator.state.topic.num.partitions", "1");
            all.put("share.coordinator.state.topic.replication.factor", "1");
            all.put("share.coordinator.state.topic.min.isr", "1");
        }
        all.put("group.initial.rebalance.delay.ms", "0");
        all.put("log.cleaner.dedupe.buffer.size", "16777216");
        all.put("log.index.size.max.bytes", "1048576");
        all.putAll(settings.config);
        return all;
    }

    /** How a broker is started. */
    public static final class Builder {
        private static final int CONTROLLER = 1;

        private final Map<String, String> config = new LinkedHashMap<>();
        private final JvmSettings jvm = new JvmSettings("512m");
        private KafkaVersion version = KafkaVersion.V4_3;
        private @Nullable Path folder;
        private int port;
        private int node = CONTROLLER;
        private int controllerPort;
        private int secondPort;
        private int secondAdvertisedPort;

        private Builder() {}

        public Builder version(KafkaVersion version) {
            this.version = version;
            return this;
        }

        /** Where it keeps its data; without, a temporary folder that is deleted at the end. */
        public Builder folder(Path folder) {
            this.folder = folder.toAbsolutePath();
            return this;
        }

        /** Where clients connect to; without, a free port. */
        public Builder port(int port) {
            this.port = port;
            return this;
        }

        /** Where the controller listens; without, a free port. */
        public Builder controllerPort(int port) {
            this.controllerPort = port;
            return this;
        }

        /** One of several brokers, of which the first, 1, is the controller of all and listens for them here. */
        public Builder member(int id, int port) {
            this.node = id;
            return controllerPort(port);
        }

        /** One more listener for clients, who are told to find it at another port: that of a proxy. */
        public Builder secondListener(int port, int advertisedPort) {
            this.secondPort = port;
            this.secondAdvertisedPort = advertisedPort;
            return this;
        }

        /** A broker setting. */
        public Builder config(String key, String value) {
            config.put(key, value);
            return this;
        }

        public Builder agent(Path jar, String options) {
            jvm.agent(jar, options);
            return this;
        }

        /** The home of the Java that runs it, instead of this one's. */
        public Builder java(Path home) {
            jvm.java(home);
            return this;
        }

        /** Jars besides Kafka's own, such as those of a metrics reporter. */
        public Builder alsoOnClassPath(String classPath) {
            jvm.alsoOnClassPath(classPath);
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

        /** Returns once the broker serves clients. */
        public KafkaBroker start() {
            return new KafkaBroker(this);
        }
    }
}
