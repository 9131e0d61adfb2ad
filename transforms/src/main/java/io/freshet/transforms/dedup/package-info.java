/** Lets one record of each key through within a window of time: key, seen before, verdict. */
package io.freshet.transforms.dedup;
