/** Shows Freshet at work: systems, a table, a stream, their join, and what the metrics tell. */
@NullMarked
package io.freshet.quickstart;

import org.jspecify.annotations.NullMarked;
