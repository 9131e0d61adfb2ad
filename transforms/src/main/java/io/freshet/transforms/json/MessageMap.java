package io.freshet.transforms.json;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The object of a message as a map: a field is read from the message's bytes when it is asked for. As any map it can be
 * changed; the bytes never are. The fields of the message come first and in its order, then those that were added. Of the
 * message's own values those that can be changed, maps and lists, are the same at each call, others may be read anew.
 * Another such map can be appended: its fields, too, go out as bytes, and no name is in both.
 *
 * <p>As other maps not safe for use by several threads at once.
 */
public final class MessageMap extends AbstractMap<Object, @Nullable Object> {

    /** Stands for a field that has become null. */
    private static final Object NULL = new Object();

    private final ObjectIndex index;

    /** For each field of the message null if it is as it was, otherwise what it is now. */
    private @Nullable Object @Nullable [] changed;

    /** What was appended. Its names are neither in the message nor among the added. */
    private @Nullable MessageMap tail;

    private @Nullable Map<Object, @Nullable Object> added;

    /** Without the tail's. */
    private int size;

    /** In the place of a field that is no more: what was there. */
    private record Removed(@Nullable Object before) {}

    /** Takes the parts of an object in their order. */
    public interface Parts {

        /** Takes fields of the message as they stand there, with names, values and commas between them. */
        void untouched(byte[] document, int from, int to);

        /** Takes any other field. */
        void field(@Nullable Object name, @Nullable Object value);
    }

    MessageMap(ObjectIndex index) {
        this.index = index;
        this.size = index.size();
    }

    private MessageMap(MessageMap other) {
        index = other.index;
        changed = other.changed == null ? null : other.changed.clone();
        tail = other.tail == null ? null : other.tail.copy();
        added = other.added == null ? null : new LinkedHashMap<>(other.added);
        size = other.size;
    }

    /** Returns a map of the same entries, as a copy constructor does, without reading them. */
    public MessageMap copy() {
        return new MessageMap(this);
    }

    /**
     * Adds all fields of another map, as {@link #putAll} does, without reading them, if none of them is here and nothing else
     * was added so far; otherwise does nothing.
     *
     * @param other is this map's own from now on
     * @return if the fields are here now
     */
    public boolean append(MessageMap other) {
        if (added != null || other.tail != null || other.added != null || other.changed != null) {
            return false;
        }
        for (int i = 0; i < other.index.size(); i++) {
            if (knows(other.index.name(i))) {
                return false;
            }
        }
        MessageMap last = this;
        while (last.tail != null) {
            last = last.tail;
        }
        last.tail = other;
        return true;
    }

    /** Returns if a field has its place in the message or in what was appended, be it there or removed. */
    private boolean knows(@Nullable Object key) {
        return index.indexOf(key) >= 0 || (tail != null && tail.knows(key));
    }

    /** Returns if each name is text; a message has no others, but they can be put. */
    public boolean namesAreText() {
        if (added != null) {
            for (Object name : added.keySet()) {
                if (!(name instanceof String)) {
                    return false;
                }
            }
        }
        return true;
    }

    /** Hands over the fields, those that were not changed as the bytes that came in. */
    public void writeTo(Parts parts) {
        int done = 0;
        for (int i = 0; changed != null && i < changed.length; i++) {
            Object now = changed[i];
            if (now != null) {
                untouched(done, i, parts);
                done = i + 1;
                if (!(now instanceof Removed)) {
                    parts.field(index.name(i), now == NULL ? null : now);
                }
            }
        }
        untouched(done, index.size(), parts);
        if (tail != null) {
            tail.writeTo(parts);
        }
        if (added != null) {
            added.forEach(parts::field);
        }
    }

    private void untouched(int first, int end, Parts parts) {
        if (first < end) {
            parts.untouched(index.document, index.start(first), index.end(end - 1));
        }
    }

    @Override
    public int size() {
        return tail == null ? size : size + tail.size();
    }

    @Override
    public boolean containsKey(@Nullable Object key) {
        int field = index.indexOf(key);
        if (field >= 0) {
            return isThere(field);
        }
        return (tail != null && tail.containsKey(key)) || (added != null && added.containsKey(key));
    }

    @Override
    public @Nullable Object get(@Nullable Object key) {
        int field = index.indexOf(key);
        if (field >= 0) {
            return isThere(field) ? value(field) : null;
        }
        if (tail != null && tail.knows(key)) {
            return tail.get(key);
        }
        return added == null ? null : added.get(key);
    }

    @Override
    public @Nullable Object put(@Nullable Object key, @Nullable Object value) {
        int field = index.indexOf(key);
        if (field >= 0) {
            Object before = null;
            if (isThere(field)) {
                before = value(field);
            } else {
                size++;
            }
            set(field, value);
            return before;
        }
        if (tail != null && tail.knows(key)) {
            return tail.put(key, value);
        }
        if (added == null) {
            added = new LinkedHashMap<>();
        }
        int addedBefore = added.size();
        Object before = added.put(key, value);
        size += added.size() - addedBefore;
        return before;
    }

    @Override
    public @Nullable Object remove(@Nullable Object key) {
        int field = index.indexOf(key);
        if (field < 0) {
            if (tail != null && tail.knows(key)) {
                return tail.remove(key);
            }
            if (added == null) {
                return null;
            }
            int addedBefore = added.size();
            Object before = added.remove(key);
            size += added.size() - addedBefore;
            return before;
        }
        if (!isThere(field)) {
            return null;
        }
        Object before = value(field);
        remove(field);
        return before;
    }

    @Override
    public void clear() {
        for (int i = 0; i < index.size(); i++) {
            if (isThere(i)) {
                remove(i);
            }
        }
        tail = null;
        added = null;
        size = 0;
    }

    @Override
    public Set<Map.Entry<Object, @Nullable Object>> entrySet() {
        return new Entries();
    }

    private boolean isThere(int field) {
        return changed == null || !(changed[field] instanceof Removed);
    }

    /** Returns the value of a field of the message, of one that was removed the last. */
    private @Nullable Object value(int field) {
        Object now = changed == null ? null : changed[field];
        if (now instanceof Removed removed) {
            now = removed.before;
        }
        if (now == null) {
            return read(field);
        }
        return now == NULL ? null : now;
    }

    private @Nullable Object read(int field) {
        Object value = index.value(field);
        if (index.isContainer(field) && isThere(field)) {
            set(field, value);
        }
        return value;
    }

    private void set(int field, @Nullable Object value) {
        changed()[field] = value == null ? NULL : value;
    }

    private void remove(int field) {
        @Nullable Object[] all = changed();
        all[field] = new Removed(all[field]);
        size--;
    }

    private @Nullable Object[] changed() {
        if (changed == null) {
            changed = new @Nullable Object[index.size()];
        }
        return changed;
    }

    private final class Entries extends AbstractSet<Map.Entry<Object, @Nullable Object>> {
        @Override
        public int size() {
            return MessageMap.this.size();
        }

        @Override
        public Iterator<Map.Entry<Object, @Nullable Object>> iterator() {
            return new EntryIterator();
        }

        @Override
        public void clear() {
            MessageMap.this.clear();
        }
    }

    private final class EntryIterator implements Iterator<Map.Entry<Object, @Nullable Object>> {
        private int next = thereFrom(0);
        private int last = -1;
        private @Nullable Iterator<Map.Entry<Object, @Nullable Object>> appended;
        private @Nullable Iterator<Map.Entry<Object, @Nullable Object>> rest;

        /** Which of the two has the last entry. */
        private @Nullable Iterator<Map.Entry<Object, @Nullable Object>> gave;

        @Override
        public boolean hasNext() {
            return next < index.size() || appended().hasNext() || rest().hasNext();
        }

        @Override
        public Map.Entry<Object, @Nullable Object> next() {
            if (next >= index.size()) {
                last = -1;
                gave = appended().hasNext() ? appended() : rest();
                return gave.next();
            }
            last = next;
            next = thereFrom(next + 1);
            return new Field(last);
        }

        @Override
        public void remove() {
            if (last >= 0 && isThere(last)) {
                MessageMap.this.remove(last);
                last = -1;
            } else if (gave != null) {
                gave.remove();
                size -= gave == rest ? 1 : 0;
            } else {
                throw new IllegalStateException("Expecting next() before each remove()");
            }
        }

        private int thereFrom(int first) {
            int field = first;
            while (field < index.size() && !isThere(field)) {
                field++;
            }
            return field;
        }

        private Iterator<Map.Entry<Object, @Nullable Object>> appended() {
            if (appended == null) {
                appended = tail == null
                        ? Collections.emptyIterator()
                        : tail.entrySet().iterator();
            }
            return appended;
        }

        private Iterator<Map.Entry<Object, @Nullable Object>> rest() {
            if (rest == null) {
                rest = added == null
                        ? Collections.emptyIterator()
                        : added.entrySet().iterator();
            }
            return rest;
        }
    }

    /** An entry of a field of the message. One that was removed keeps its value, as in other maps. */
    private final class Field implements Map.Entry<Object, @Nullable Object> {
        private final int field;

        Field(int field) {
            this.field = field;
        }

        @Override
        public Object getKey() {
            return index.name(field);
        }

        @Override
        public @Nullable Object getValue() {
            return value(field);
        }

        @Override
        public @Nullable Object setValue(@Nullable Object value) {
            Object before = getValue();
            if (isThere(field)) {
                set(field, value);
            }
            return before;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Map.Entry<?, ?> that
                    && getKey().equals(that.getKey())
                    && Objects.equals(getValue(), that.getValue());
        }

        @Override
        public int hashCode() {
            return getKey().hashCode() ^ Objects.hashCode(getValue());
        }

        @Override
        public String toString() {
            return getKey() + "=" + getValue();
        }
    }
}
