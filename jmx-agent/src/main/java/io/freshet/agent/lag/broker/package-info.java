/**
 * Asks the broker that the agent is in, and through it the others. What is of the broker's own classes is called by its name, as
 * these differ between versions; what is of Kafka's client is linked, once per class loader that has Kafka.
 */
@NullMarked
package io.freshet.agent.lag.broker;

import org.jspecify.annotations.NullMarked;
