package dev.lull.snapshot;

import static org.assertj.core.api.Assumptions.assumeThat;

import dev.lull.testbed.Folders;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A key that a test has made, and what encrypts with it. */
final class TestKey implements AutoCloseable {
    private final Path folder;
    private final Encryption encryption;

    private TestKey(Path folder, Encryption encryption) {
        this.folder = folder;
        this.encryption = encryption;
    }

    static TestKey of(Encryption.Method method) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("lull-key-");
        return switch (method) {
            case AGE -> age(folder);
            case GPG -> gpg(folder);
        };
    }

    private static TestKey age(Path folder) throws IOException, InterruptedException {
        assumeHas("age-keygen", "age");
        Host.bash(folder, "age-keygen --output key");
        String recipient = Host.bash(folder, "age-keygen -y key").strip();
        return new TestKey(
                folder,
                new Encryption(Encryption.Method.AGE, List.of(recipient), folder.resolve("key")));
    }

    private static TestKey gpg(Path folder) throws IOException, InterruptedException {
        assumeHas("gpg", "gnupg");
        Host.bash(
                folder,
                "gpg --homedir . --batch --passphrase '' --quick-generate-key lull default default never");
        String fingerprint =
                Host.bash(
                        folder,
                        "gpg --homedir . --batch --with-colons --list-keys lull 2>/dev/null | awk -F:"
                                + " '$1 == \"fpr\" { print $10; exit }'");
        return new TestKey(
                folder,
                new Encryption(Encryption.Method.GPG, List.of(fingerprint.strip()), folder));
    }

    private static void assumeHas(String program, String packageName)
            throws IOException, InterruptedException {
        assumeThat(Host.has(program)).as("needs %s (package %s)", program, packageName).isTrue();
    }

    Encryption encryption() {
        return encryption;
    }

    /**
     * The agent of GnuPG goes on as long as its socket is there, and takes it away when it ends.
     */
    @Override
    public void close() {
        try {
            if (encryption.method() == Encryption.Method.GPG) {
                Host.bash(folder, "gpgconf --homedir . --kill all; rm -f S.*");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            Folders.delete(folder);
        }
    }
}
