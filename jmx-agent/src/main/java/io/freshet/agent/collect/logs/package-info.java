/** What the host logs: events by logger and level, and the levels that loggers are set to. */
@NullMarked
package io.freshet.agent.collect.logs;

import org.jspecify.annotations.NullMarked;
