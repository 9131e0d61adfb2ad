package io.freshet.agent.logging;

import org.apache.log4j.ConsoleAppender;
import org.apache.log4j.Level;
import org.apache.log4j.Logger;
import org.apache.log4j.SimpleLayout;

/** Speaks through Reload4j, to appenders of the logger and of the root. */
public final class Reload4jSpeaker implements Runnable {
    @Override
    public void run() {
        Logger.getRootLogger().addAppender(new ConsoleAppender(new SimpleLayout()));
        Logger.getRootLogger().setLevel(Level.WARN);
        Logger.getLogger("kafka.controller").addAppender(new ConsoleAppender(new SimpleLayout()));
        Logger.getLogger("kafka.controller").setLevel(Level.INFO);
        Logger.getLogger("state.change.logger").setLevel(Level.TRACE);

        Logger.getLogger("kafka.controller").info("one");
        Logger.getLogger("kafka.controller").info("two");
        Logger.getLogger("kafka.controller").debug("not enabled");
        Logger.getLogger("kafka.controller.Inner").error("three", new IllegalStateException("expected"));
        Logger.getLogger("state.change.logger").trace("four");
        Logger.getLogger("com.acme.shop.Cart").warn("five");
        Logger.getLogger("com.acme.shop.Cart").info("not enabled");
    }
}
