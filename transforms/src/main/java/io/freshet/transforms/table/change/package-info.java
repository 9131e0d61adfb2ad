/** What the stages of a table pass on: changes, rows and their keys. */
package io.freshet.transforms.table.change;
