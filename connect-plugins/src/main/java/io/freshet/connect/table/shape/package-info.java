/** The tables that are written: found, created and evolved. */
@NullMarked
package io.freshet.connect.table.shape;

import org.jspecify.annotations.NullMarked;
