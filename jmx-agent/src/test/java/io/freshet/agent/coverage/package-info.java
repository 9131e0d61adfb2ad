/** Sees whether every metric that Kafka has reaches the page: the registries as JMX shows them against what is scraped. */
@NullMarked
package io.freshet.agent.coverage;

import org.jspecify.annotations.NullMarked;
