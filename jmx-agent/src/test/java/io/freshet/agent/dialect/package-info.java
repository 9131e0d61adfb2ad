@NullMarked
package io.freshet.agent.dialect;

import org.jspecify.annotations.NullMarked;
