/** FIND WHAT TO READ: the selected topics of the source cluster, looked up again and again. */
@NullMarked
package io.freshet.connect.topic.discover;

import org.jspecify.annotations.NullMarked;
