/** Changes become rows, and bad ones are found among good ones. */
@NullMarked
package io.freshet.connect.table.write;

import org.jspecify.annotations.NullMarked;
