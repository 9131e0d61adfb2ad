/** What Enrich adds to the cache's lookup and the copy of a record. */
@NullMarked
package io.freshet.comparisons.apply;

import org.jspecify.annotations.NullMarked;
