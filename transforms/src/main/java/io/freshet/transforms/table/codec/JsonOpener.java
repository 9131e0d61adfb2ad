package io.freshet.transforms.table.codec;

import io.freshet.transforms.json.JsonDocuments;
import org.jspecify.annotations.Nullable;

/** Reads JSON with or without its schema. */
final class JsonOpener implements Opener {

    private final JsonDocuments documents = new JsonDocuments();

    JsonDocuments documents() {
        return documents;
    }

    @Override
    public @Nullable Object open(String topic, byte[] bytes) {
        return documents.read(bytes).value();
    }
}
