/** Joins a record with a row of a table: key, row, merge. */
package io.freshet.transforms.enrich;
