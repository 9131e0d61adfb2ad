/** The names that other exporters give to the metrics of Kafka, as data: for dashboards that were made for these. */
@NullMarked
package io.freshet.agent.dialect;

import org.jspecify.annotations.NullMarked;
