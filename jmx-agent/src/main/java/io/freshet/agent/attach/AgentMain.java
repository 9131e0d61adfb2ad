package io.freshet.agent.attach;

import java.io.File;
import java.io.IOException;
import java.lang.instrument.Instrumentation;
import java.lang.reflect.InvocationTargetException;
import java.net.URISyntaxException;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import org.jspecify.annotations.Nullable;

/**
 * Where the JVM enters the agent.
 *
 * <p>Does as little as possible and throws nothing: whatever goes wrong here costs one line on standard error, and the
 * host runs on without the agent.
 *
 * <p>After the first start, classes of this package are found by the bootstrap loader first, in a package apart. So what
 * the ways in need of this package is either loaded by then or public.
 */
public final class AgentMain {
    private static final String AGENT = "io.freshet.agent.Agent";
    private static final String BRIDGE = "io.freshet.agent.bridge.Bridge";

    private AgentMain() {}

    /** Called by the JVM for {@code -javaagent}. */
    public static void premain(@Nullable String options, Instrumentation instrumentation) {
        try {
            if (!HostProcess.current().isCommandLineTool()) {
                start(options == null ? "" : options, instrumentation);
            }
        } catch (Throwable failure) {
            sayOff(failure);
        }
    }

    /** Called by the JVM when the agent is attached to a running process: with options, or an {@link Order}. */
    public static synchronized void agentmain(@Nullable String options, Instrumentation instrumentation) {
        Order order = Order.parse(options);
        try {
            if (order.isDetach()) {
                bridge().getMethod("stop").invoke(null);
            } else if (AgentState.current().isOn()) {
                System.err.println("freshet-agent: already " + AgentState.current());
            } else {
                order.checkVersion(version());
                AgentState.clear();
                start(order.options(), instrumentation);
            }
        } catch (InvocationTargetException e) {
            sayOff(e.getCause() == null ? e : e.getCause());
        } catch (Throwable failure) {
            sayOff(failure);
        }
    }

    /** The commands of this jar. */
    public static void main(String[] arguments) {
        System.exit(new Commands(version(), System.out, System.err).run(arguments));
    }

    private static void start(String options, Instrumentation instrumentation) throws Throwable {
        File jar = ownJar();
        // First, because afterwards classes of this package would be found by the bootstrap loader.
        ClassLoader loader = new AgentLoader(jar);
        appendBridge(jar, instrumentation);
        Class<?> agent = Class.forName(AGENT, true, loader);
        try {
            agent.getMethod("start", String.class, Instrumentation.class, String.class)
                    .invoke(null, options, instrumentation, version());
        } catch (InvocationTargetException e) {
            throw e.getCause() == null ? e : e.getCause();
        }
    }

    /** Before any class of the bridge is touched: it must come from the bootstrap loader, for every class loader. */
    private static void appendBridge(File jar, Instrumentation instrumentation) throws IOException {
        try (JarFile file = new JarFile(jar)) {
            String version = file.getManifest().getMainAttributes().getValue(Attributes.Name.IMPLEMENTATION_VERSION);
            if (!version().equals(version)) {
                throw new IOException("this JVM has version " + version() + " loaded, and the jar is now " + version
                        + ": restart it to change the version");
            }
            if (!isBridgeThere()) {
                instrumentation.appendToBootstrapClassLoaderSearch(file);
            }
        }
    }

    private static boolean isBridgeThere() {
        try {
            bridge();
            return true;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }

    private static Class<?> bridge() throws ClassNotFoundException {
        return Class.forName(BRIDGE, true, null);
    }

    static File ownJar() throws IOException, URISyntaxException {
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
        if (!AgentState.current().isOn()) {
            AgentState.off(version(), shown.replace('\r', ' ').replace('\n', ' '));
        }
    }
}
