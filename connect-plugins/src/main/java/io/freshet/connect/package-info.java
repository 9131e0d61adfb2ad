/** Connectors for Kafka Connect, one package each. */
@NullMarked
package io.freshet.connect;

import org.jspecify.annotations.NullMarked;
