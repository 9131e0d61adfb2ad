package io.freshet.agent.collect.os;

import java.io.IOException;

/** Numbers that are read together. */
interface Group extends AutoCloseable {
    /** Reads them anew. */
    void refresh() throws IOException;

    @Override
    void close() throws IOException;
}
