/** Keeps the records of which a condition is true, or the others. */
package io.freshet.transforms.filter;
