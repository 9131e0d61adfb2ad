/** Metrics through JMX: Kafka's own where there are no hooks, and those of other MBeans that the settings name. */
@NullMarked
package io.freshet.agent.collect.mbean;

import org.jspecify.annotations.NullMarked;
