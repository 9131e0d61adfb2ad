package io.freshet.agent.expose.http;

import java.io.IOException;
import java.net.Socket;

/** What lies between the bytes of HTTP and the network. */
public interface Transport {
    /** Nothing. */
    Transport PLAIN = socket -> socket;

    /**
     * Returns the socket to talk through. Called on the connection's own thread, which may wait for the client.
     *
     * @throws Refusal when the client talks HTTP without what it takes here; it is answered over the bare socket
     */
    Socket wrap(Socket socket) throws IOException, Refusal;

    /** Called about once per second. */
    default void lookAround() {}
}
