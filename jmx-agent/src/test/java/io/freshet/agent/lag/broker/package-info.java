@NullMarked
package io.freshet.agent.lag.broker;

import org.jspecify.annotations.NullMarked;
