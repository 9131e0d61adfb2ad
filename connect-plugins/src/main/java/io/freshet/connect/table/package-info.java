/**
 * STREAM -&gt; TABLE. A batch of records is read into changes, of which the newest of each key is written, with the offsets, in one
 * transaction. {@code TableSinkTask.put()} is the flow.
 */
@NullMarked
package io.freshet.connect.table;

import org.jspecify.annotations.NullMarked;
