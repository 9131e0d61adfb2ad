/** Comparisons of what Freshet costs, each one command: the contestants take turns, on the same input. */
@NullMarked
package io.freshet.comparisons;

import org.jspecify.annotations.NullMarked;
