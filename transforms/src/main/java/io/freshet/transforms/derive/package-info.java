/** Adds fields to a record that expressions give. */
package io.freshet.transforms.derive;
