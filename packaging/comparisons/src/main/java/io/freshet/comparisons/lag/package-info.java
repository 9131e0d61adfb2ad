/** What it costs to know the lag of all groups of a cluster. */
@NullMarked
package io.freshet.comparisons.lag;

import org.jspecify.annotations.NullMarked;
