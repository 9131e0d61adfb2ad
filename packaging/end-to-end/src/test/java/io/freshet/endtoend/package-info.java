/** What people download, on real brokers, workers and databases. */
package io.freshet.endtoend;
