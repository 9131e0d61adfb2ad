/**
 * Reads the types of logging frameworks. Defined once per class loader of the host that has them, and known to the rest of
 * the agent by {@link io.freshet.agent.collect.logs.LoggerLevels} only.
 */
@NullMarked
package io.freshet.agent.collect.logs.host;

import org.jspecify.annotations.NullMarked;
