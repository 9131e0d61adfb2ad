/** A program that logs through several frameworks, each behind a class loader of its own. */
@NullMarked
package io.freshet.agent.logging;

import org.jspecify.annotations.NullMarked;
