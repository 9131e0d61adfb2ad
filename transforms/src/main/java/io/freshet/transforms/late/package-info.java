/** Finds events that come after their time has passed: partition, watermark, verdict. */
package io.freshet.transforms.late;
