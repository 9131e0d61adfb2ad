/**
 * Reads Kafka's types. Defined once per class loader of the host that has Kafka, and known to the rest of the agent by
 * the interfaces of the package above only.
 */
@NullMarked
package io.freshet.agent.collect.kafka;

import org.jspecify.annotations.NullMarked;
