/** KEEP TRACK: how far partitions have come, also where no record of them comes out. */
@NullMarked
package io.freshet.connect.topic.progress;

import org.jspecify.annotations.NullMarked;
