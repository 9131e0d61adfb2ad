/** The hooks in Kafka's classes. Byte Buddy is known here and nowhere else. */
@NullMarked
package io.freshet.agent.hooks;

import org.jspecify.annotations.NullMarked;
