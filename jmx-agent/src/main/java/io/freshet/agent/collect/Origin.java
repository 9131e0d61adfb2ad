package io.freshet.agent.collect;

/** Where metrics come from that are in none of Kafka's registries. Used by one thread at a time. */
public interface Origin extends AutoCloseable {
    /** Brings what is known up to date; called before each scrape, and now and then in between. */
    void catchUp();

    /** Takes every metric in once more, while the table is being filled anew. */
    void retake();

    /** Lets go of whatever it holds; its series go away. */
    @Override
    void close();
}
