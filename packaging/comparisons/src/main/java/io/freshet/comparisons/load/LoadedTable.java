package io.freshet.comparisons.load;

/** A table that is loaded from the topic of customers, in a JVM of its own. */
interface LoadedTable extends AutoCloseable {
    String TOPIC = "db.public.customers";

    /** Starts and returns once all rows are there. */
    void load();

    /** Reads the row of a customer as a user of the table would; throws if there is none. */
    Customer find(int id);

    /** Counts the rows one by one. */
    long count(int expected);

    @Override
    void close();
}
