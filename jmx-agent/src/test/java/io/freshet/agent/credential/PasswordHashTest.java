package io.freshet.agent.credential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordHashTest {
    private static final String SALT = "MDEyMzQ1Njc4OWFiY2RlZg";

    @Test
    void parse_ownText_matchesItsPasswordOnly() {
        PasswordHash hash =
                PasswordHash.parse(PasswordHash.of("Grüße: 1", 10_000).toString());

        assertThat(hash.matches("Grüße: 1")).isTrue();
        assertThat(hash.matches("Grüße: 2")).isFalse();
        assertThat(hash.matches("")).isFalse();
    }

    /** Computed with Python: hashlib.pbkdf2_hmac('sha256', b'secret', b'0123456789abcdef', 10000). */
    @Test
    void parse_hashOfAnotherProgram_matches() {
        String other = "pbkdf2-sha256:10000:" + SALT + ":6umsHhz0yhb-YIJ_FUgCrsOB-tK-gGdB-tvI2KPIHns";

        assertThat(PasswordHash.parse(other).matches("secret")).isTrue();
    }

    @Test
    void of_samePassword_hasAnotherSalt() {
        assertThat(PasswordHash.of("a", 10_000).toString())
                .isNotEqualTo(PasswordHash.of("a", 10_000).toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "secret",
                "pbkdf2-sha256:10000:" + SALT,
                "pbkdf2-sha1:10000:" + SALT + ":" + SALT,
                "pbkdf2-sha256:9999:" + SALT + ":AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                "pbkdf2-sha256:99999999999:" + SALT + ":AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                "pbkdf2-sha256:10000:" + SALT + ":AAAA",
                "pbkdf2-sha256:10000:" + SALT + ":!",
            })
    void parse_anythingElse_throws(String text) {
        assertThatThrownBy(() -> PasswordHash.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
