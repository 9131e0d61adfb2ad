/** Values that the stages pass: how many partitions topics have, which of them a task reads, how far it has read. */
@NullMarked
package io.freshet.connect.topic.partition;

import org.jspecify.annotations.NullMarked;
