/** What people download as the Connect plugins. */
@NullMarked
package io.freshet.archive;

import org.jspecify.annotations.NullMarked;
