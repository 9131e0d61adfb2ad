/** Certificates, keys and passwords as they lie in files and settings. Uses the JDK only. */
@NullMarked
package io.freshet.agent.credential;

import org.jspecify.annotations.NullMarked;
