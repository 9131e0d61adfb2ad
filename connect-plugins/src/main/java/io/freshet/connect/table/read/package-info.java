/** Records become changes. */
@NullMarked
package io.freshet.connect.table.read;

import org.jspecify.annotations.NullMarked;
