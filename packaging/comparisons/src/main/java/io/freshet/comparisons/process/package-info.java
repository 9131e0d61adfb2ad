/** The child processes that are measured. */
@NullMarked
package io.freshet.comparisons.process;

import org.jspecify.annotations.NullMarked;
