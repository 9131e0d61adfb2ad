@NullMarked
package io.freshet.agent.lag.admin;

import org.jspecify.annotations.NullMarked;
