/** Real Kafka brokers, Connect workers, PostgreSQL and Prometheus, each a process of this machine. */
@NullMarked
package io.freshet.local;

import org.jspecify.annotations.NullMarked;
