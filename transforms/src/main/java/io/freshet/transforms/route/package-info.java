/** Sends a record to the topic that expressions name. */
package io.freshet.transforms.route;
