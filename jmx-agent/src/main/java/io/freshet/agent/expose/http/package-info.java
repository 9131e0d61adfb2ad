/** A small HTTP server: connections with their limits, requests and responses. Knows nothing of metrics. */
@NullMarked
package io.freshet.agent.expose.http;

import org.jspecify.annotations.NullMarked;
