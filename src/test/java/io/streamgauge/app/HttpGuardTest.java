package io.streamgauge.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.streamgauge.config.RuntimeConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An HTTP service that others reach needs TLS and a token, or the word of the user. */
class HttpGuardTest {

    @TempDir
    Path folder;

    @Test
    void shouldRefuseAnAddressThatOthersReachWithoutTlsAndAToken() throws IOException {
        refuses(Map.of("http.host", "0.0.0.0"), "expected 127.0.0.1, or http.tls.keystore and http.token-file");
        refuses(
                Map.of("http.host", "0.0.0.0", "http.token-file", token("long enough to be one")),
                "expected 127.0.0.1, or http.tls.keystore and http.token-file");
        assertThat(HttpGuard.of(http(Map.of("http.host", "0.0.0.0", "http.insecure", "true")))
                        .open())
                .isTrue();
        assertThat(HttpGuard.of(http(Map.of())).open()).isFalse();
    }

    @Test
    void shouldRefuseATokenThatCanBeGuessedAndSayNothingOfIt() throws IOException {
        refuses(Map.of("http.token-file", token("s3cret")), "found a token of 6 characters, expected at least 16");
    }

    @Test
    void shouldNameTheFileThatCannotBeUsed() throws IOException {
        refuses(Map.of("http.token-file", "/nowhere/token"), "/nowhere/token cannot be read");
        refuses(
                Map.of("http.tls.keystore", "/nowhere/page.p12", "http.tls.password-file", token("secret")),
                "/nowhere/page.p12 is no file, expected PKCS #12");
        refuses(Map.of("http.tls.keystore", "page.p12"), "http.tls.password-file: found none");
        refuses(
                Map.of("http.tls.keystore", token("no key store"), "http.tls.password-file", token("secret")),
                "cannot be opened");
    }

    private void refuses(Map<String, String> settings, String message) {
        assertThatExceptionOfType(UserError.class)
                .isThrownBy(() -> HttpGuard.of(http(settings)))
                .withMessageContaining(message)
                .satisfies(refusal -> assertThat(refusal.getMessage()).doesNotContain("s3cret", "\n"));
    }

    private static RuntimeConfig.Http http(Map<String, String> settings) {
        return RuntimeConfig.load(null, settings).http();
    }

    private String token(String text) throws IOException {
        return Files.writeString(Files.createTempFile(folder, "token", ""), text + "\n")
                .toString();
    }
}
