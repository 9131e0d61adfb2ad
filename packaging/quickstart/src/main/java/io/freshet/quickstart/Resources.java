package io.freshet.quickstart;

import java.io.InputStream;

/** The files that the quickstart brings along. */
final class Resources {
    private Resources() {}

    static InputStream open(String name) {
        InputStream stream = Resources.class.getResourceAsStream(name);
        if (stream == null) {
            throw new IllegalStateException(name + " is missing beside " + Resources.class.getName());
        }
        return stream;
    }
}
