/** Loading a table: Freshet's beside the global tables of Kafka Streams. */
@NullMarked
package io.freshet.comparisons.load;

import org.jspecify.annotations.NullMarked;
