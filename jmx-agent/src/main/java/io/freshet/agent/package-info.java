/** The agent: attach, hooks, catalogue, collect, expose. */
@NullMarked
package io.freshet.agent;

import org.jspecify.annotations.NullMarked;
