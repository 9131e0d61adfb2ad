package io.freshet.agent.metric;

/** Takes the value of one series at a scrape. Not called at all when the series has none. */
public interface SampleSink {
    void number(double value);

    void text(String value);

    /** One state of a set, as an encoded label, and whether it is the current one. */
    void state(byte[] label, boolean current);

    /** The quantiles are those of {@link Quantiles#ALL}; those that are {@link Absent} are left out, which all are until something was observed. */
    void distribution(long count, double sum, double[] quantiles);
}
