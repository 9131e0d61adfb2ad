/** Codecs: from a raw change, as a topic has it, to changes of rows. */
package io.freshet.transforms.table.codec;
