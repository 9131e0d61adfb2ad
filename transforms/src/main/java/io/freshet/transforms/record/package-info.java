/** What all transformations share about a record: its parts, paths to its fields, the version of the plugin. */
package io.freshet.transforms.record;
