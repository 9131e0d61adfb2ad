/** Connections, transactions, and what an SQL error means. */
@NullMarked
package io.freshet.connect.table.database;

import org.jspecify.annotations.NullMarked;
