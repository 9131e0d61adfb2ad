/** Which metric of Kafka becomes which series, and what it means: data, its reader and the naming rule. */
@NullMarked
package io.freshet.agent.catalogue;

import org.jspecify.annotations.NullMarked;
