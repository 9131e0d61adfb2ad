/** Which topics are read and where their records go. */
@NullMarked
package io.freshet.connect.topic.route;

import org.jspecify.annotations.NullMarked;
