/** The page for people: what this process is, how it is, and what the agent does in it. */
@NullMarked
package io.freshet.agent.expose.status;

import org.jspecify.annotations.NullMarked;
