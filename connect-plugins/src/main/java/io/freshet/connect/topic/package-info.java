/**
 * TOPIC -&gt; TRANSFORMATIONS -&gt; TOPIC. The connector finds partitions, prepares the topics they go to and splits them over its
 * tasks; a task reads, converts and hands over. {@code TopicSourceTask.poll()} is the flow.
 */
@NullMarked
package io.freshet.connect.topic;

import org.jspecify.annotations.NullMarked;
