/** Pages of settings, written from their definitions. */
@NullMarked
package io.freshet.connect.settings;

import org.jspecify.annotations.NullMarked;
