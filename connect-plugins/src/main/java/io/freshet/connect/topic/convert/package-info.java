/** CONVERT: consumed bytes become records of Connect. */
@NullMarked
package io.freshet.connect.topic.convert;

import org.jspecify.annotations.NullMarked;
