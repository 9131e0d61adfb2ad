/** Reads single rows from the database itself. */
package io.freshet.transforms.table.load;
