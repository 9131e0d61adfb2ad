/** Tests of commands. */
@org.jspecify.annotations.NullMarked
package io.freshet.agent.command;
