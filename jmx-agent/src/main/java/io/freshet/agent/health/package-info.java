/** The agent on itself: what it says on standard error, and what it counts. */
@NullMarked
package io.freshet.agent.health;

import org.jspecify.annotations.NullMarked;
