package io.freshet.agent.command;

import io.freshet.agent.collect.HostReaders;
import io.freshet.agent.config.NamePattern;
import io.freshet.agent.lag.ClusterClient;
import io.freshet.agent.lag.GroupLag;
import io.freshet.agent.lag.LagOptions;
import io.freshet.agent.lag.LagSampler;
import io.freshet.agent.lag.LagSnapshot;
import io.freshet.agent.lag.LagWatch;
import io.freshet.agent.lag.UnreachableClusterException;
import io.freshet.agent.lag.Verdict;
import java.io.IOException;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The command {@code lag}: the consumer lag of a cluster from outside, for people, for scripts or for Prometheus.
 *
 * <p>Exit codes: 0, 1 when it cannot work, 2 when a group of {@code --fail-on} is not well.
 */
public final class LagCommand {
    private static final int DONE = 0;
    private static final int FAILED = 1;
    private static final int NOT_WELL = 2;

    /** From here on, a look from the first to the last is long enough to judge by. */
    private static final long JUDGED_MILLIS = 10_000;

    private static final int FEW_LOOKS = 3;
    private static final int ROUNDS_ONCE = 40;
    private static final int ROUNDS = 8;

    private final LagArguments arguments;
    private final String version;
    private final PrintStream out;
    private final PrintStream err;

    private LagCommand(LagArguments arguments, String version, PrintStream out, PrintStream err) {
        this.arguments = arguments;
        this.version = version;
        this.out = out;
        this.err = err;
    }

    /** Runs the command and returns the exit code. Found by its name. */
    public static int run(String[] given, String version, PrintStream out, PrintStream err) {
        try {
            LagArguments arguments = LagArguments.parse(Arrays.asList(given), System.getenv());
            if (arguments.isHelp()) {
                out.print(LagHelp.TEXT);
                return DONE;
            }
            return new LagCommand(arguments, version, out, err).run();
        } catch (CommandException | UnreachableClusterException | IOException e) {
            for (String line : String.valueOf(e.getMessage()).split("\n", -1)) {
                err.println("freshet-agent: " + line);
            }
            return FAILED;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return FAILED;
        }
    }

    private int run() throws IOException, InterruptedException {
        try (ClusterClient client = connect()) {
            if (arguments.isOnce()) {
                return once(client);
            }
            LagSampler sampler = sampler(
                    client, options(intervalMillis(), arguments.config().lag().window(), ROUNDS));
            LagScreen screen = new LagScreen(arguments, client, out, err);
            try (LagWatch watch = new LagWatch(sampler, intervalMillis(), screen)) {
                if (arguments.isServing()) {
                    try (LagService service = LagService.listen(arguments.config(), version, watch::latest)) {
                        watch.start();
                        service.run();
                    }
                } else {
                    watch.start();
                    Thread.currentThread().join();
                }
            }
            return DONE;
        }
    }

    private ClusterClient connect() throws IOException {
        ClassLoader kafka = arguments.libraries().isPresent()
                ? KafkaClients.of(arguments.libraries().get())
                : KafkaClients.nested();
        // Read by slf4j-simple, which lies beside the nested client.
        System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", arguments.isVerbose() ? "info" : "off");
        // Kafka looks there for the classes that settings name.
        Thread.currentThread().setContextClassLoader(kafka);
        ClusterClient client = new HostReaders().clusterClient(kafka);
        client.connect(arguments.client());
        return client;
    }

    private int once(ClusterClient client) throws InterruptedException {
        long observed = arguments.observation().toMillis();
        boolean judged = observed >= JUDGED_MILLIS;
        int looks = judged ? arguments.config().lag().window() : FEW_LOOKS;
        long between = observed / (looks - 1);
        // A window that never fills says nothing that takes time to see.
        LagOptions options = options(Math.max(1_000, between), judged ? looks : looks + 1, ROUNDS_ONCE);
        LagSampler sampler = sampler(client, options);
        LagSnapshot snapshot = sampler.look();
        for (int i = 1; i < looks; i++) {
            TimeUnit.MILLISECONDS.sleep(between);
            snapshot = sampler.look();
        }
        new LagScreen(arguments, client, out, err).looked(snapshot);
        return isWell(snapshot) ? DONE : NOT_WELL;
    }

    private boolean isWell(LagSnapshot snapshot) {
        List<NamePattern> patterns = arguments.failOn();
        if (patterns.isEmpty()) {
            return true;
        }
        boolean any = false;
        boolean well = true;
        for (GroupLag group : snapshot.groups()) {
            if (patterns.stream().anyMatch(pattern -> pattern.matches(group.name()))) {
                any = true;
                well &= group.verdict() == Verdict.OK;
            }
        }
        if (!any) {
            err.println("freshet-agent: --fail-on: no group matches");
        }
        return well;
    }

    private long intervalMillis() {
        return arguments.config().lag().interval().toMillis();
    }

    private LagSampler sampler(ClusterClient client, LagOptions options) {
        return new LagSampler(client, client, options, System::currentTimeMillis);
    }

    private LagOptions options(long interval, int looks, int rounds) {
        return new LagOptions(
                arguments.config().select().groups()::takes,
                arguments.config().select().topics()::takes,
                interval,
                intervalMillis() * 9 / 10,
                looks,
                rounds);
    }
}
