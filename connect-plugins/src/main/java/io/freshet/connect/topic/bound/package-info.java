/** Values: where reading starts and ends, as settings name it. */
@NullMarked
package io.freshet.connect.topic.bound;

import org.jspecify.annotations.NullMarked;
