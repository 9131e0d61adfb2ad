/** Where a table keeps its rows. */
package io.freshet.transforms.table.cache;
