/** Which series are exposed, of those that there could be: decided at registration, but for what changes by itself. */
@NullMarked
package io.freshet.agent.select;

import org.jspecify.annotations.NullMarked;
