/** Shows the series: text formats and the HTTP server. */
@NullMarked
package io.freshet.agent.expose;

import org.jspecify.annotations.NullMarked;
