package io.freshet.agent.collect.logs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LoggerNamesTest {
    @ParameterizedTest
    @CsvSource({
        "kafka.controller, 2, kafka.controller",
        "kafka.controller.Inner, 2, kafka.controller",
        "kafka.log.LogCleaner$CleanerThread, 2, kafka.log.LogCleaner",
        "kafka.network.RequestChannel$, 2, kafka.network.RequestChannel$",
        "state.change.logger, 0, state.change.logger",
        "org.apache.kafka.image.publisher.X, 2, org.apache.kafka.image",
        "org.apache.zookeeper.ClientCnxn, 2, org.apache",
        "com.acme.shop.Cart, 2, com.acme",
        "com.acme.shop.Cart, 3, com.acme.shop",
        "com.acme.shop.Cart, 5, com.acme.shop.Cart",
        "com.acme.bank.Account, 1, com.acme.bank",
        "Cart, 2, Cart",
        "com.acme.shop.Cart, 0, other",
        "'', 2, other",
    })
    void of_logger_isTheLongestListedNameOrItsFirstParts(String logger, int depth, String expected) throws IOException {
        assertThat(new LoggerNames(List.of("com.acme.bank"), depth).of(logger)).isEqualTo(expected);
    }
}
