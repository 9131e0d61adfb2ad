/** The values that the stages of the table sink meet in: columns, changes and where they come from. */
@NullMarked
package io.freshet.connect.table.change;

import org.jspecify.annotations.NullMarked;
