/** What the agent is told to do: the table of settings, where they come from, and what each stage gets of them. */
@NullMarked
package io.freshet.agent.config;

import org.jspecify.annotations.NullMarked;
