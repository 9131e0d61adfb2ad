package io.freshet.comparisons.flights;

import io.freshet.comparisons.process.Jvm;
import io.freshet.local.JavaProcess;
import java.nio.file.Path;
import java.util.List;

/** An application of Kafka Streams: {@link StreamsJoin}. */
record StreamsContestant(String name, boolean inMemory) implements Contestant {

    @Override
    public boolean joins() {
        return true;
    }

    @Override
    public Running start(String bootstrapServers, String target, Path folder, List<String> jvmArgs) {
        JavaProcess process = Jvm.child("streams", FlightsComparison.HEAP, StreamsJoin.class, folder)
                .jvmArgs(jvmArgs.toArray(String[]::new))
                .args(
                        bootstrapServers,
                        target,
                        Boolean.toString(inMemory),
                        folder.resolve("state").toString())
                .start();
        return new Running() {
            @Override
            public long pid() {
                return process.pid();
            }

            @Override
            public void close() {
                process.close();
            }
        };
    }
}
