/** What code woven into Kafka may call. Seen by every class loader, so it uses nothing but the JDK. */
@NullMarked
package io.freshet.agent.bridge;

import org.jspecify.annotations.NullMarked;
