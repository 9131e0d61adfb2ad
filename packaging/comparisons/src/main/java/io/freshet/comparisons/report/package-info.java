/** What was measured, as a table for people and as a file. */
@NullMarked
package io.freshet.comparisons.report;

import org.jspecify.annotations.NullMarked;
