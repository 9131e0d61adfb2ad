/** How long a change takes from COMMIT in PostgreSQL to an enriched record. */
@NullMarked
package io.freshet.comparisons.visible;

import org.jspecify.annotations.NullMarked;
