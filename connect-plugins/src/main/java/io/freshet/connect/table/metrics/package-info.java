/** What tasks count, shown through Kafka's own metrics. */
@NullMarked
package io.freshet.connect.table.metrics;

import org.jspecify.annotations.NullMarked;
