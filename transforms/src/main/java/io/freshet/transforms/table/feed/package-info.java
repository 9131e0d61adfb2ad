/** Change feed: a topic's raw changes, and how far they have been read. */
package io.freshet.transforms.table.feed;
