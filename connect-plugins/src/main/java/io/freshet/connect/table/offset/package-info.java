/** How far each partition is written, and by whom: stored in the database, in the transaction of the rows. */
@NullMarked
package io.freshet.connect.table.offset;

import org.jspecify.annotations.NullMarked;
