package io.freshet.agent.logging;

import ch.qos.logback.classic.BasicConfigurator;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;

/** Speaks through Logback, to appenders of the root. */
public final class LogbackSpeaker implements Runnable {
    @Override
    public void run() {
        LoggerContext context = new LoggerContext();
        BasicConfigurator configurator = new BasicConfigurator();
        configurator.setContext(context);
        configurator.configure(context);
        context.getLogger(Logger.ROOT_LOGGER_NAME).setLevel(Level.WARN);
        context.getLogger("kafka.controller").setLevel(Level.INFO);
        context.getLogger("state.change.logger").setLevel(Level.TRACE);

        context.getLogger("kafka.controller").info("one");
        context.getLogger("kafka.controller").info("two {}", 2);
        context.getLogger("kafka.controller").debug("not enabled");
        context.getLogger("kafka.controller.Inner").error("three", new IllegalStateException("expected"));
        context.getLogger("state.change.logger").trace("four");
        context.getLogger("com.acme.shop.Cart").warn("five");
        context.getLogger("com.acme.shop.Cart").info("not enabled");
    }
}
