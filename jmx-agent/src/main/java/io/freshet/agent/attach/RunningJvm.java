package io.freshet.agent.attach;

import com.sun.tools.attach.AgentInitializationException;
import com.sun.tools.attach.AgentLoadException;
import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import com.sun.tools.attach.VirtualMachineDescriptor;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.TimeUnit;

/** Another JVM of this machine and this user. */
final class RunningJvm implements AutoCloseable {
    private static final long LONGEST_START_SECONDS = 30;

    private final String pid;
    private final VirtualMachine machine;

    private RunningJvm(String pid, VirtualMachine machine) {
        this.pid = pid;
        this.machine = machine;
    }

    static RunningJvm attach(String pid) throws IOException {
        if (!pid.chars().allMatch(c -> c >= '0' && c <= '9') || pid.isEmpty()) {
            throw new IllegalArgumentException("pid: must be the number of a process. Found: " + pid);
        }
        try {
            return new RunningJvm(pid, VirtualMachine.attach(pid));
        } catch (AttachNotSupportedException | IOException e) {
            throw new IOException(
                    "cannot reach the JVM " + pid + ", which must run as this user and allow it: " + e.getMessage(), e);
        }
    }

    /** Those that can be reached, but not this one. */
    static List<Summary> all() {
        List<Summary> found = new ArrayList<>();
        String own = String.valueOf(ProcessHandle.current().pid());
        for (VirtualMachineDescriptor descriptor : VirtualMachine.list()) {
            if (!descriptor.id().equals(own)) {
                try (RunningJvm jvm = attach(descriptor.id())) {
                    found.add(new Summary(descriptor.id(), jvm.machine.getSystemProperties()));
                } catch (IOException e) {
                    // Ended meanwhile, or not ours to ask.
                }
            }
        }
        return found;
    }

    AgentState state() throws IOException {
        return AgentState.in(machine.getSystemProperties());
    }

    /** Waits until the agent says whether it is on. */
    AgentState awaitState() throws IOException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(LONGEST_START_SECONDS);
        AgentState state = state();
        while (!state.isOn() && !state.isOff() && System.nanoTime() - deadline < 0) {
            try {
                TimeUnit.MILLISECONDS.sleep(50);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return state;
            }
            state = state();
        }
        return state;
    }

    /** Loads this jar into it. */
    void load(String order) throws IOException {
        try {
            machine.loadAgent(ownJar(), order);
        } catch (AgentLoadException | AgentInitializationException e) {
            throw new IOException("the JVM " + pid + " has not taken the agent: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() throws IOException {
        machine.detach();
    }

    private static String ownJar() throws IOException {
        try {
            return new File(RunningJvm.class
                            .getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .getAbsolutePath();
        } catch (URISyntaxException e) {
            throw new IOException(e);
        }
    }

    /** What can be told of one from outside. */
    static final class Summary {
        private final String pid;
        private final Properties properties;

        Summary(String pid, Properties properties) {
            this.pid = pid;
            this.properties = properties;
        }

        String pid() {
            return pid;
        }

        String command() {
            return properties.getProperty("sun.java.command", "");
        }

        String classPath() {
            return properties.getProperty("java.class.path", "");
        }

        AgentState state() {
            return AgentState.in(properties);
        }
    }
}
