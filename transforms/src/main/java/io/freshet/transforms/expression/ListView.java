package io.freshet.transforms.expression;

import java.util.AbstractList;
import java.util.List;
import java.util.RandomAccess;

/** A list as an expression sees it; elements are read when they are asked for. */
final class ListView extends AbstractList<Object> implements RandomAccess {

    private final List<?> elements;
    private final Reading reading;

    ListView(List<?> elements, Reading reading) {
        this.elements = elements;
        this.reading = reading;
    }

    @Override
    public Object get(int index) {
        return reading.orNull(elements.get(index));
    }

    @Override
    public int size() {
        return elements.size();
    }

    /** Returns if the elements tell their types themselves. */
    boolean isSchemaless() {
        return reading == Reading.SCHEMALESS;
    }

    /** The list that is seen. */
    List<?> raw() {
        return elements;
    }
}
