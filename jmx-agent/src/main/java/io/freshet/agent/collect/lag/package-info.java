/** Shows lag as metrics, beside those of the registries. */
@NullMarked
package io.freshet.agent.collect.lag;

import org.jspecify.annotations.NullMarked;
