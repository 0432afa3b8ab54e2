package io.streamgauge.app;

import io.streamgauge.config.RuntimeConfig;
import io.streamgauge.http.HttpAccess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** From the runtime file's words to who may use the HTTP service: reads the files and refuses what would be open unawares. */
final class HttpGuard {

    private static final Logger LOG = LoggerFactory.getLogger(HttpGuard.class);

    /** Shorter ones can be guessed. */
    private static final int LEAST_TOKEN_BYTES = 16;

    private static final long MOST_FILE_BYTES = 4096;

    private HttpGuard() {}

    static HttpAccess of(RuntimeConfig.Http http) {
        RuntimeConfig.Guard guard = http.guard();
        String token = secret("http.token-file", guard.tokenFile());
        if (token != null && token.length() < LEAST_TOKEN_BYTES) {
            throw new UserError("http.token-file: found a token of " + token.length()
                    + " characters, expected at least " + LEAST_TOKEN_BYTES);
        }
        HttpAccess.Tls tls = tls(guard);
        requireGuarded(http, token != null && tls != null);
        return new HttpAccess(
                token == null ? null : token.getBytes(StandardCharsets.UTF_8),
                tls,
                guard.insecure(),
                guard.maxConnections());
    }

    private static void requireGuarded(RuntimeConfig.Http http, boolean guarded) {
        if (HttpAccess.isLoopback(http.host()) || guarded) {
            return;
        }
        if (!http.guard().insecure()) {
            throw new UserError("http.host: found " + http.host() + ", expected 127.0.0.1, or http.tls.keystore and"
                    + " http.token-file beside it (http.insecure=true does without)");
        }
        LOG.warn(
                "http.insecure: whoever reaches {} reads all keys, forecasts and metrics, unencrypted or without a token",
                http.host());
    }

    private static HttpAccess.@Nullable Tls tls(RuntimeConfig.Guard guard) {
        if (guard.keyStore().isEmpty()) {
            return null;
        }
        Path file = Path.of(guard.keyStore().get());
        String password = secret("http.tls.password-file", guard.keyStorePasswordFile());
        if (password == null) {
            throw new UserError("http.tls.password-file: found none, expected the file with the password of " + file);
        }
        if (!Files.isRegularFile(file)) {
            throw new UserError("http.tls.keystore: " + file + " is no file, expected PKCS #12");
        }
        try {
            if (!KeyStore.getInstance(file.toFile(), password.toCharArray())
                    .aliases()
                    .hasMoreElements()) {
                throw new UserError("http.tls.keystore: " + file + " is empty, expected a certificate and its key");
            }
        } catch (IOException | GeneralSecurityException e) {
            throw new UserError(
                    "http.tls.keystore: " + file + " cannot be opened (" + e.getMessage()
                            + "), expected PKCS #12 and its password in http.tls.password-file",
                    e);
        }
        return new HttpAccess.Tls(file, password);
    }

    private static @Nullable String secret(String key, Optional<String> name) {
        if (name.isEmpty()) {
            return null;
        }
        Path file = Path.of(name.get());
        try {
            long size = Files.size(file);
            if (size > MOST_FILE_BYTES) {
                throw new UserError(key + ": " + file + " has " + size + " bytes, expected at most " + MOST_FILE_BYTES);
            }
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new UserError(key + ": " + file + " cannot be read, expected a text file", e);
        }
    }
}
