/** Flights joined with airports, topic to topic: Connect beside Kafka Streams. */
@NullMarked
package io.freshet.comparisons.flights;

import org.jspecify.annotations.NullMarked;
