/** Small programs that the tests run in a JVM of their own, which know nothing of the agent. */
@NullMarked
package io.freshet.agent.client;

import org.jspecify.annotations.NullMarked;
