/** What the agent costs the process that it is in. */
@NullMarked
package io.freshet.comparisons.host;

import org.jspecify.annotations.NullMarked;
