/** Tests of lag. */
@org.jspecify.annotations.NullMarked
package io.freshet.agent.lag;
