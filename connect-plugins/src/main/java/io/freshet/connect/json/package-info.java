/** JSON without schema: a record's maps over the bytes of its message, and from a record's values straight to bytes. */
@NullMarked
package io.freshet.connect.json;

import org.jspecify.annotations.NullMarked;
