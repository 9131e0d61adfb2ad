/** What the stages pass: metrics as a registry holds them, and the series that they become. */
@NullMarked
package io.freshet.agent.metric;

import org.jspecify.annotations.NullMarked;
