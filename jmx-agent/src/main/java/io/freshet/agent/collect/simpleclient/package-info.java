/**
 * Reads the types of io.prometheus.client: those that the agent brings, and, defined once more per class loader of the
 * host that has them, those of the host.
 */
@NullMarked
package io.freshet.agent.collect.simpleclient;

import org.jspecify.annotations.NullMarked;
