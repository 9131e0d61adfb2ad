package io.freshet.agent.attach;

import java.io.File;
import java.io.IOException;
import java.lang.instrument.Instrumentation;
import java.lang.reflect.InvocationTargetException;
import java.net.URISyntaxException;
import java.util.jar.JarFile;
import org.jspecify.annotations.Nullable;

/**
 * Where the JVM enters the agent.
 *
 * <p>Does as little as possible and throws nothing: whatever goes wrong here costs one line on standard error, and the
 * host runs on without the agent.
 */
public final class AgentMain {
    private static final String AGENT = "io.freshet.agent.Agent";

    private AgentMain() {}

    /** Called by the JVM for {@code -javaagent}. */
    public static void premain(@Nullable String options, Instrumentation instrumentation) {
        try {
            if (!HostProcess.current().isCommandLineTool()) {
                start(options, instrumentation);
            }
        } catch (Throwable failure) {
            sayOff(failure);
        }
    }

    /** Called by the JVM when the agent is attached to a running process. */
    public static void agentmain(@Nullable String options, Instrumentation instrumentation) {
        try {
            start(options, instrumentation);
        } catch (Throwable failure) {
            sayOff(failure);
        }
    }

    /** Says what this jar is for. */
    public static void main(String[] arguments) {
        System.out.println("Freshet agent " + version() + ": the metrics of a Kafka process for Prometheus");
        System.out.println("Usage: java -javaagent:freshet-agent.jar=9404 ...");
        System.out.println("       java -javaagent:freshet-agent.jar=port=9404,host=127.0.0.1 ...");
    }

    private static void start(@Nullable String options, Instrumentation instrumentation) throws Throwable {
        File jar = ownJar();
        // First, because afterwards classes of this package would be found by the bootstrap loader, in a package apart.
        ClassLoader loader = new AgentLoader(jar);
        // Before any class of the bridge is touched: it must come from the bootstrap loader, for every class loader.
        try (JarFile file = new JarFile(jar)) {
            instrumentation.appendToBootstrapClassLoaderSearch(file);
        }
        Class<?> agent = Class.forName(AGENT, true, loader);
        try {
            agent.getMethod("start", String.class, Instrumentation.class, String.class)
                    .invoke(null, options == null ? "" : options, instrumentation, version());
        } catch (InvocationTargetException e) {
            throw e.getCause() == null ? e : e.getCause();
        }
    }

    private static File ownJar() throws IOException, URISyntaxException {
        File jar = new File(AgentMain.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        if (!jar.isFile()) {
            throw new IOException("the agent runs from its jar only. Found: " + jar);
        }
        return jar;
    }

    private static String version() {
        String version = AgentMain.class.getPackage().getImplementationVersion();
        return version == null ? "unknown" : version;
    }

    private static void sayOff(Throwable failure) {
        String message = failure.getMessage();
        // The agent's own refusals explain themselves; anything else needs its type to be understood.
        boolean own = failure.getClass().getName().startsWith("io.freshet.agent.") && message != null;
        String shown = String.valueOf(own ? message : failure.toString());
        // Settings may be wrong in several ways, a line each; of anything else one line is enough.
        for (String line : own ? shown.split("\n") : new String[] {shown.replace('\n', ' ')}) {
            System.err.println("freshet-agent: off: " + line.replace('\r', ' '));
        }
    }
}
