/** Consumer lag: what it is, in records and in seconds, and what to think of it. Knows neither Kafka's types nor Prometheus. */
@NullMarked
package io.freshet.agent.lag;

import org.jspecify.annotations.NullMarked;
