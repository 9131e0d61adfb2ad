/** Kinds of settings that Kafka's {@code ConfigDef} does not have, and the page that documents settings. */
package io.freshet.transforms.settings;
