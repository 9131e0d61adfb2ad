/** How far the consumers of the process are, told by the consumers themselves: what they have read, and committed. */
@NullMarked
package io.freshet.agent.collect.consumer;

import org.jspecify.annotations.NullMarked;
