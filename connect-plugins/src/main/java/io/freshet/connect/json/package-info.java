/** JSON without schema: bytes straight to a record's maps, and from a record's values straight to bytes. */
@NullMarked
package io.freshet.connect.json;

import org.jspecify.annotations.NullMarked;
