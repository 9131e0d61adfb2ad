package io.freshet.agent.metric;

/** What is known about the series of one family, for people. */
public interface Meaning {
    /** Which process has it, such as broker or producer. */
    String role();

    /** The MBean that it comes from; empty where there is none. */
    String mbean();

    /** The attribute of that MBean; may be empty. */
    String attribute();

    /** The unit as people say it. */
    String unit();

    String help();

    /** What its value is when all is well. */
    String healthy();

    /** What to look at when it is not. */
    String look();

    /** Whether one must watch it. */
    boolean isEssential();

    /** How many seconds a process must have run before its values can be judged. */
    int settlingSeconds();

    /** Whether all is well with this value of a gauge. */
    Health health(double value);

    /** Whether all is well with a counter that grows so fast, per second. */
    Health healthOfRate(double perSecond);

    /** Whether all is well with this text. */
    Health healthOfText(String text);
}
