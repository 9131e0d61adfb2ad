/** Gives a record the time of its event: field, format, plausible, timestamp. */
package io.freshet.transforms.eventtime;
