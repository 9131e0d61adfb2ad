package io.freshet.comparisons.flights;

import java.nio.file.Path;
import java.util.List;

/** Who reads flights and writes them to another topic. */
interface Contestant {

    /** How it is called in the report. */
    String name();

    /** Whether flights come out with their airports, or as they were. */
    boolean joins();

    /** Starts its process, with more arguments for its JVM; it reads the flights from the first on. */
    Running start(String bootstrapServers, String target, Path folder, List<String> jvmArgs);

    /** A contestant at work. */
    interface Running extends AutoCloseable {
        long pid();

        @Override
        void close();
    }
}
