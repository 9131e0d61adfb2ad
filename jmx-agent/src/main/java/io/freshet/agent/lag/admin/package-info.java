/**
 * Asks a cluster through Kafka's own admin client. Defined once per class loader that has Kafka, 3.9 or newer: the host's in a
 * broker, that of the nested clients in the command {@code lag}.
 */
@NullMarked
package io.freshet.agent.lag.admin;

import org.jspecify.annotations.NullMarked;
