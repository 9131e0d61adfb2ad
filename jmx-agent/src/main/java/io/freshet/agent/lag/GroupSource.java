package io.freshet.agent.lag;

import java.util.function.Predicate;

/** Where groups and what they committed are read: from the brokers, or from the state of a coordinator. */
public interface GroupSource {
    /** The groups whose names are wanted. Never throws because some of it cannot be had in time: that is in what it returns. */
    GroupsReading groups(Predicate<String> wanted, long timeoutMillis) throws InterruptedException;
}
