/** Streaming JSON: documents of Connect's JsonConverter, with and without their schema, read without a tree. */
package io.freshet.transforms.json;
