/** Who may look. */
@NullMarked
package io.freshet.agent.expose.auth;

import org.jspecify.annotations.NullMarked;
