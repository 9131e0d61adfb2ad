/**
 * What the transformations and their tables count and measure, and how it is shown: through Kafka's own metrics. A new
 * metric is a constant of {@link io.freshet.transforms.metrics.Metric}; a count of records is then added to in
 * {@link io.freshet.transforms.metrics.RecordCounts}, anything of a table is read where its other metrics are.
 */
package io.freshet.transforms.metrics;
