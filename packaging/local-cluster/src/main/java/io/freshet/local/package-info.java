/** Real Kafka brokers, Connect workers, PostgreSQL and Prometheus, each a process of this machine. */
package io.freshet.local;
