/** What a scrape of a broker costs it, by exporter. */
@NullMarked
package io.freshet.comparisons.scrape;

import org.jspecify.annotations.NullMarked;
