/** The hooks in Kafka's classes. ASM is known here and nowhere else. */
@NullMarked
package io.freshet.agent.hooks;

import org.jspecify.annotations.NullMarked;
