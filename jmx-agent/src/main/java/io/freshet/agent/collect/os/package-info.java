/** The machine, the container and the disks, from the files that Linux keeps about them. */
@NullMarked
package io.freshet.agent.collect.os;

import org.jspecify.annotations.NullMarked;
