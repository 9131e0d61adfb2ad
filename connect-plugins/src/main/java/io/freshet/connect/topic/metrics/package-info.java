/** WHAT A TASK SAYS OF ITSELF: its metrics in JMX. */
@NullMarked
package io.freshet.connect.topic.metrics;

import org.jspecify.annotations.NullMarked;
