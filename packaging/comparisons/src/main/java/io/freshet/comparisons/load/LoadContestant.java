package io.freshet.comparisons.load;

/** Who loads the table. */
enum LoadContestant {
    FRESHET("Freshet"),
    STREAMS_ROCKSDB("Kafka Streams, RocksDB"),
    STREAMS_MEMORY("Kafka Streams, in memory");

    private final String title;

    LoadContestant(String title) {
        this.title = title;
    }

    @Override
    public String toString() {
        return title;
    }
}
