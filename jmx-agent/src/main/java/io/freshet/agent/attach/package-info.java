/** The way into a host JVM. Uses nothing but the JDK, because the host sees these classes. */
@NullMarked
package io.freshet.agent.attach;

import org.jspecify.annotations.NullMarked;
