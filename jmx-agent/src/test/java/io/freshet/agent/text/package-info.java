/** A strict reader of the text formats, to see what the agent exposes as Prometheus would, and better. */
@NullMarked
package io.freshet.agent.text;

import org.jspecify.annotations.NullMarked;
