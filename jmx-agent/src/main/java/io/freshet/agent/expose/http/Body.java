package io.freshet.agent.expose.http;

import java.io.IOException;
import java.io.OutputStream;

/** The bytes of a response. */
public interface Body {
    long length();

    void writeTo(OutputStream out) throws IOException;

    /** Called once, when nobody will write it again. */
    default void release() {}

    /** One that is at hand. */
    static Body of(byte[] bytes) {
        return new Body() {
            @Override
            public long length() {
                return bytes.length;
            }

            @Override
            public void writeTo(OutputStream out) throws IOException {
                out.write(bytes);
            }
        };
    }
}
