package io.freshet.comparisons.lag;

import io.freshet.comparisons.process.Jvm;
import io.freshet.local.Freshet;
import io.freshet.local.JavaProcess;
import io.freshet.local.Ports;
import java.nio.file.Path;

/** Who finds the lag of all groups, again and again, in a process of its own. */
enum Watcher {
    FRESHET("Freshet, lag") {
        @Override
        JavaProcess start(String bootstrapServers, int interval, Path folder) {
            return JavaProcess.builder(name())
                    .classPath(Freshet.agent().toString())
                    .mainClass("io.freshet.agent.attach.AgentMain")
                    .args("lag", "--bootstrap-server", bootstrapServers, "--host", "127.0.0.1")
                    .args("--port", Integer.toString(Ports.free()), "--interval", interval + "s")
                    .jvmArgs(Jvm.flags())
                    .jvmArgs("-Xmx" + HEAP)
                    .log(folder.resolve(name() + ".log"))
                    .start();
        }
    },
    POLLING("polling each group"),
    POLLING_COMMITS("polling each group's commits");

    static final String HEAP = "1g";

    private final String title;

    Watcher(String title) {
        this.title = title;
    }

    String title() {
        return title;
    }

    /** Starts it; it looks so often, in seconds. */
    JavaProcess start(String bootstrapServers, int interval, Path folder) {
        return Jvm.child(name(), HEAP, GroupPolling.class, folder)
                .args(bootstrapServers, Integer.toString(interval), Boolean.toString(this == POLLING))
                .start();
    }
}
