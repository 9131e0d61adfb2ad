/** READ: one consumer on the partitions of a task. */
@NullMarked
package io.freshet.connect.topic.read;

import org.jspecify.annotations.NullMarked;
