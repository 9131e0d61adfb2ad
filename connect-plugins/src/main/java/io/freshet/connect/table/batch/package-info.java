/** Of several changes of a key, the newest is kept, and the others behind it. */
@NullMarked
package io.freshet.connect.table.batch;

import org.jspecify.annotations.NullMarked;
