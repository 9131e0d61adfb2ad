package io.freshet.transforms.expression;

import dev.cel.common.exceptions.CelAttributeNotFoundException;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;
import org.apache.kafka.connect.header.Header;
import org.apache.kafka.connect.header.Headers;
import org.jspecify.annotations.Nullable;

/** A record's headers as an expression sees them: a map by name, of several of one name the last. */
@SuppressWarnings("Immutable") // as its superclass
final class HeadersView extends View {

    private final Headers headers;

    HeadersView(Headers headers) {
        this.headers = headers;
    }

    @Override
    Object raw() {
        return this;
    }

    @Override
    public Object select(String name) {
        Object value = get(name);
        if (value == null) {
            throw CelAttributeNotFoundException.forMissingMapKey(name);
        }
        return value;
    }

    @Override
    public @Nullable Object get(@Nullable Object name) {
        Header header = name instanceof String text ? headers.lastWithName(text) : null;
        return header == null ? null : Reading.of(header.schema()).orNull(header.value());
    }

    @Override
    public int size() {
        Set<String> names = new HashSet<>();
        headers.forEach(header -> names.add(header.key()));
        return names.size();
    }

    @Override
    Iterator<Object> names() {
        Set<Object> names = new LinkedHashSet<>();
        headers.forEach(header -> names.add(header.key()));
        return names.iterator();
    }
}
