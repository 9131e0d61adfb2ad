/** Keeps the table of series equal to what the host's registries hold. */
@NullMarked
package io.freshet.agent.collect;

import org.jspecify.annotations.NullMarked;
