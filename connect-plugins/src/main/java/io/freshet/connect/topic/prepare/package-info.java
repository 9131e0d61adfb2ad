/** PREPARE WHERE TO WRITE: topics with enough partitions for every record to keep its own. */
@NullMarked
package io.freshet.connect.topic.prepare;

import org.jspecify.annotations.NullMarked;
