/** Connections to databases with the drivers that a plugin sees. */
@NullMarked
package io.freshet.transforms.jdbc;

import org.jspecify.annotations.NullMarked;
