package io.freshet.agent.collect;

import io.freshet.agent.metric.ForeignFamily;
import java.util.List;

/** Reads the metrics that an application keeps itself. */
public interface HostRegistryReader {
    /** As of now. */
    List<ForeignFamily> families();
}
