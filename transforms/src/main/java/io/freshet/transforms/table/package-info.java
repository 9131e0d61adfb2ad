/** A reference table in the worker's memory: change feed, codec, cache. */
package io.freshet.transforms.table;
