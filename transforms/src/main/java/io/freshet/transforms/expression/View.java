package io.freshet.transforms.expression;

import dev.cel.common.exceptions.CelBadFormatException;
import dev.cel.common.types.CelType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import dev.cel.common.values.CelValue;
import dev.cel.common.values.SelectableValue;
import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Collection;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Something with named fields as an expression sees it: both what fields are selected of, and a map of them. Nothing is read
 * before it is asked for. As a value of CEL it is taken as it is; a mere map would be searched for values to convert.
 */
@SuppressWarnings("Immutable") // CEL asks for values that nobody changes; records are such, though no type says so
abstract class View extends CelValue implements SelectableValue<String>, Map<Object, Object> {

    /** Of no type that anything takes. */
    private static final Object UNREADABLE = new Object();

    private static final CelType TYPE = MapType.create(SimpleType.DYN, SimpleType.DYN);

    /** Returns the value behind, which a transformation may pass on. */
    abstract Object raw();

    /** Returns the names of the fields, of a map its keys, as an expression sees them. */
    abstract Iterator<Object> names();

    @Override
    public abstract @Nullable Object get(@Nullable Object name);

    /** It is also how CEL asks if a field is there, which one is whose value cannot be read. */
    @Override
    public Optional<Object> find(String field) {
        try {
            return Optional.ofNullable(get(field));
        } catch (CelBadFormatException e) {
            return Optional.of(UNREADABLE);
        }
    }

    @Override
    public Object value() {
        return this;
    }

    @Override
    public boolean isZeroValue() {
        return isEmpty();
    }

    @Override
    public CelType celType() {
        return TYPE;
    }

    @Override
    public boolean isEmpty() {
        return size() == 0;
    }

    @Override
    public boolean containsKey(@Nullable Object name) {
        return get(name) != null;
    }

    @Override
    public Set<Entry<Object, Object>> entrySet() {
        return new AbstractSet<>() {
            @Override
            public Iterator<Entry<Object, Object>> iterator() {
                return new Entries(names());
            }

            @Override
            public int size() {
                return View.this.size();
            }
        };
    }

    @Override
    public Set<Object> keySet() {
        return new AbstractMap<Object, Object>() {
            @Override
            public Set<Entry<Object, Object>> entrySet() {
                return View.this.entrySet();
            }
        }.keySet();
    }

    @Override
    public Collection<Object> values() {
        return new AbstractMap<Object, Object>() {
            @Override
            public Set<Entry<Object, Object>> entrySet() {
                return View.this.entrySet();
            }
        }.values();
    }

    @Override
    public boolean containsValue(@Nullable Object value) {
        return values().contains(value);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other == this || (other instanceof Map<?, ?> map && entrySet().equals(map.entrySet()));
    }

    @Override
    public int hashCode() {
        return entrySet().hashCode();
    }

    /** Never the fields: they are somebody's data. */
    @Override
    public String toString() {
        return getClass().getSimpleName();
    }

    @Override
    public Object put(Object key, Object value) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Object remove(@Nullable Object key) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void putAll(Map<?, ?> map) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void clear() {
        throw new UnsupportedOperationException();
    }

    private final class Entries implements Iterator<Entry<Object, Object>> {
        private final Iterator<Object> names;

        Entries(Iterator<Object> names) {
            this.names = names;
        }

        @Override
        public boolean hasNext() {
            return names.hasNext();
        }

        @Override
        public Entry<Object, Object> next() {
            Object name = names.next();
            Object value = get(name);
            if (value == null) {
                throw new IllegalStateException("a field is gone while it is read");
            }
            return Map.entry(name, value);
        }
    }
}
