package io.freshet.agent.logging;

import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.config.Configurator;
import org.apache.logging.log4j.core.config.builder.api.ConfigurationBuilder;
import org.apache.logging.log4j.core.config.builder.api.ConfigurationBuilderFactory;
import org.apache.logging.log4j.core.config.builder.impl.BuiltConfiguration;

/** Speaks through Log4j 2, to appenders of the logger and of the root. */
public final class Log4j2Speaker implements Runnable {
    @Override
    public void run() {
        ConfigurationBuilder<BuiltConfiguration> builder = ConfigurationBuilderFactory.newConfigurationBuilder();
        builder.add(builder.newAppender("out", "Console"));
        builder.add(builder.newRootLogger(Level.WARN).add(builder.newAppenderRef("out")));
        builder.add(builder.newLogger("kafka.controller", Level.INFO).add(builder.newAppenderRef("out")));
        builder.add(builder.newLogger("state.change.logger", Level.TRACE));
        Configurator.initialize(builder.build());

        LogManager.getLogger("kafka.controller").info("one");
        LogManager.getLogger("kafka.controller").info("two {}", 2);
        LogManager.getLogger("kafka.controller").debug("not enabled");
        LogManager.getLogger("kafka.controller.Inner").error("three", new IllegalStateException("expected"));
        LogManager.getLogger("state.change.logger").trace("four");
        LogManager.getLogger("com.acme.shop.Cart").warn("five");
        LogManager.getLogger("com.acme.shop.Cart").info("not enabled");
    }
}
