/** What expressions cost, beside Kafka's nearest transformations and Debezium's scripting filter. */
@NullMarked
package io.freshet.comparisons.expressions;

import org.jspecify.annotations.NullMarked;
