package io.freshet.transforms.metrics;

/** Something that counts its records. */
public interface Counted {

    /** Returns what it counts with, which is closed when it is used no more. */
    RecordCounts counts();
}
