/** Commands of the jar that need more than the JDK: {@code lag}. */
@NullMarked
package io.freshet.agent.command;

import org.jspecify.annotations.NullMarked;
