/** Changes on their way into a table of PostgreSQL. */
@NullMarked
package io.freshet.comparisons.sink;

import org.jspecify.annotations.NullMarked;
