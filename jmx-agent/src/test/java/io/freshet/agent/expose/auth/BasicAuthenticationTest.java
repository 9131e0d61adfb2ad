package io.freshet.agent.expose.auth;

import static io.freshet.agent.expose.auth.BasicAuthentication.Verdict.ADMITTED;
import static io.freshet.agent.expose.auth.BasicAuthentication.Verdict.LATER;
import static io.freshet.agent.expose.auth.BasicAuthentication.Verdict.MISSING;
import static io.freshet.agent.expose.auth.BasicAuthentication.Verdict.WRONG;
import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.agent.credential.PasswordHash;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BasicAuthenticationTest {
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    /** Each look at the clock takes 100 ms, so that a hash takes that long. */
    private final AtomicLong clock = new AtomicLong(Long.MAX_VALUE - 5 * SECOND);

    private final BasicAuthentication authentication = new BasicAuthentication(
            Map.of("me", PasswordHash.of("s3cret:with colon", 10_000), "other", PasswordHash.of("x", 10_000)),
            () -> clock.addAndGet(SECOND / 10));

    @Test
    void check_rightPassword_admits() {
        assertThat(authentication.check(basic("me", "s3cret:with colon"))).isEqualTo(ADMITTED);
        assertThat(authentication.check("BASIC  " + encoded("other:x"))).isEqualTo(ADMITTED);
        assertThat(authentication.check("")).isEqualTo(MISSING);
    }

    @ParameterizedTest
    @ValueSource(strings = {"me:", "me:x", "other:s3cret:with colon", "nobody:x", "me", ":", ""})
    void check_wrongPair_refuses(String pair) {
        assertThat(authentication.check("Basic " + encoded(pair))).isEqualTo(WRONG);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer abc", "Basic", "Basic !!!", "x"})
    void check_otherSchemes_refuses(String authorization) {
        assertThat(authentication.check(authorization)).isEqualTo(WRONG);
    }

    @Test
    void check_afterAWrongOne_newPairsWaitAndKnownOnesDoNot() {
        assertThat(authentication.check(basic("me", "s3cret:with colon"))).isEqualTo(ADMITTED);
        assertThat(authentication.check(basic("me", "guess 1"))).isEqualTo(WRONG);

        assertThat(authentication.check(basic("me", "guess 2"))).isEqualTo(LATER);
        assertThat(authentication.check(basic("me", "guess 1"))).isEqualTo(WRONG);
        assertThat(authentication.check(basic("other", "x"))).isEqualTo(LATER);
        assertThat(authentication.check(basic("me", "s3cret:with colon"))).isEqualTo(ADMITTED);
        clock.addAndGet(SECOND);

        assertThat(authentication.check(basic("other", "x"))).isEqualTo(ADMITTED);
    }

    @Test
    void check_knownPair_costsNoHash() {
        authentication.check(basic("me", "s3cret:with colon"));
        long before = clock.get();

        for (int i = 0; i < 1_000; i++) {
            assertThat(authentication.check(basic("me", "s3cret:with colon"))).isEqualTo(ADMITTED);
        }

        // A look at a pair that is not known looks at the clock.
        assertThat(clock.get()).isEqualTo(before);
    }

    private static String basic(String user, String password) {
        return "Basic " + encoded(user + ":" + password);
    }

    private static String encoded(String pair) {
        return Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    }
}
