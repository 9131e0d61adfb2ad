package io.freshet.agent.attach;

import java.io.IOException;
import java.io.PrintStream;
import java.lang.reflect.InvocationTargetException;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.List;

/** The commands of this jar: {@code attach}, {@code detach}, {@code list}, {@code lag}, {@code hash-password}. */
final class Commands {
    private static final int DONE = 0;
    private static final int FAILED = 1;
    private static final int WRONG_USAGE = 2;

    private final String version;
    private final PrintStream out;
    private final PrintStream err;

    Commands(String version, PrintStream out, PrintStream err) {
        this.version = version;
        this.out = out;
        this.err = err;
    }

    /** Runs one command and returns the exit code. */
    int run(String... arguments) {
        try {
            return run(Arrays.asList(arguments));
        } catch (IOException | IllegalArgumentException e) {
            err.println("freshet-agent: " + e.getMessage());
            return FAILED;
        } catch (NoClassDefFoundError e) {
            err.println("freshet-agent: this Java lacks the module jdk.attach: run the command with that of a JDK");
            return FAILED;
        }
    }

    private int run(List<String> arguments) throws IOException {
        String command = arguments.isEmpty() ? "" : arguments.get(0);
        if (command.equals("attach") && (arguments.size() == 2 || arguments.size() == 3)) {
            return attach(arguments.get(1), arguments.size() == 3 ? arguments.get(2) : "");
        }
        if (command.equals("detach") && arguments.size() == 2) {
            return detach(arguments.get(1));
        }
        if (command.equals("list") && arguments.size() == 1) {
            return list();
        }
        if (command.equals("hash-password") && arguments.size() == 1) {
            return hashPassword();
        }
        if (command.equals("lag")) {
            return lag(arguments.subList(1, arguments.size()));
        }
        return usage(arguments.isEmpty());
    }

    private int lag(List<String> options) throws IOException {
        try {
            Object code = Class.forName(
                            "io.freshet.agent.command.LagCommand", true, new AgentLoader(AgentMain.ownJar()))
                    .getMethod("run", String[].class, String.class, PrintStream.class, PrintStream.class)
                    .invoke(null, options.toArray(new String[0]), version, out, err);
            return (Integer) code;
        } catch (InvocationTargetException e) {
            throw new IOException(String.valueOf(e.getCause()), e);
        } catch (ReflectiveOperationException | URISyntaxException e) {
            throw new IOException(e);
        }
    }

    /** It lies where only the agent's loader looks. */
    private static int hashPassword() throws IOException {
        try {
            Class.forName("io.freshet.agent.credential.HashPassword", true, new AgentLoader(AgentMain.ownJar()))
                    .getMethod("main", String[].class)
                    .invoke(null, (Object) new String[0]);
            return DONE;
        } catch (InvocationTargetException e) {
            throw new IOException(
                    e.getCause() == null ? e.toString() : e.getCause().getMessage(), e);
        } catch (ReflectiveOperationException | URISyntaxException e) {
            throw new IOException(e);
        }
    }

    private int attach(String pid, String options) throws IOException {
        try (RunningJvm jvm = RunningJvm.attach(pid)) {
            AgentState before = jvm.state();
            if (before.isOn()) {
                throw new IOException(
                        "already on in " + pid + ", version " + before.version() + ": " + before.detail());
            }
            jvm.load(Order.attach(version, options));
            AgentState after = jvm.awaitState();
            if (!after.isOn()) {
                throw new IOException("not on in " + pid + ": "
                        + (after.isOff() ? after.detail() : "it has said why on its standard error"));
            }
            out.println("freshet-agent: on in " + pid + ": " + after.detail());
            return DONE;
        }
    }

    private int detach(String pid) throws IOException {
        try (RunningJvm jvm = RunningJvm.attach(pid)) {
            if (!jvm.state().isOn()) {
                throw new IOException("not on in " + pid);
            }
            jvm.load(Order.detach());
            if (jvm.state().isOn()) {
                throw new IOException("still on in " + pid + ": it has said why on its standard error");
            }
            out.println("freshet-agent: off in " + pid);
            return DONE;
        }
    }

    private int list() throws IOException {
        out.println(row("PID", "ROLE", "MAIN", "AGENT"));
        for (RunningJvm.Summary jvm : RunningJvm.all()) {
            String role = KafkaRole.of(jvm.command(), jvm.classPath());
            if (!role.isEmpty() || jvm.state().isOn()) {
                String main = new HostProcess(jvm.command()).mainClass();
                out.println(row(jvm.pid(), role, main, jvm.state().toString()));
            }
        }
        return DONE;
    }

    private static String row(String pid, String role, String main, String agent) {
        return String.format("%-8s %-9s %-55s %s", pid, role, main, agent);
    }

    private int usage(boolean asked) {
        PrintStream target = asked ? out : err;
        target.println("Freshet agent " + version + ": the metrics of a Kafka process for Prometheus");
        target.println("Usage: java -javaagent:freshet-agent.jar=9404 ...");
        target.println("       java -javaagent:freshet-agent.jar=port=9404,host=127.0.0.1 ...");
        target.println("       java -jar freshet-agent.jar list");
        target.println("       java -jar freshet-agent.jar attach <pid> [options]");
        target.println("       java -jar freshet-agent.jar detach <pid>");
        target.println("       java -jar freshet-agent.jar lag --bootstrap-server <brokers> [--help]");
        target.println("       java -jar freshet-agent.jar hash-password");
        return asked ? DONE : WRONG_USAGE;
    }
}
