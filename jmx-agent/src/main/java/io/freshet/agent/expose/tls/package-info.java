/** HTTPS: the server's identity, reloaded when its files change, and the certificates of clients. */
@NullMarked
package io.freshet.agent.expose.tls;

import org.jspecify.annotations.NullMarked;
