package dev.lull.snapshot;

import dev.lull.stack.ShellWord;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Who can read what is kept in one file: whoever has the secret key of one of the recipients. This
 * host has one too, for a way back that had to wait for a person's key would be none.
 *
 * @param method the tool of the host that does it
 * @param recipients public keys, as the tool names them; at least one
 * @param identity where this host's secret key is: for age a file, for gpg its home directory
 */
public record Encryption(Method method, List<String> recipients, Path identity) {

    /** The tools that are known. */
    public enum Method {
        /** See age(1). Its recipients are public keys. */
        AGE,
        /** See gpg(1). Its recipients are fingerprints of keys in its keyring. */
        GPG
    }

    public Encryption {
        recipients = List.copyOf(recipients);
        if (recipients.isEmpty()) {
            throw new IllegalArgumentException("nobody could read it");
        }
    }

    /** What the names of such files end in. */
    String ending() {
        return "." + command().getFirst();
    }

    /** The command that encrypts its input. */
    List<String> encrypt() {
        List<String> argv = new ArrayList<>(command());
        argv.add("--encrypt");
        recipients.forEach(r -> argv.addAll(List.of("--recipient", r)));
        return argv;
    }

    /** The command that decrypts its input, or the file that follows. */
    List<String> decrypt() {
        List<String> argv = new ArrayList<>(command());
        argv.add("--decrypt");
        if (method == Method.AGE) {
            argv.addAll(List.of("--identity", identity.toString()));
        }
        return argv;
    }

    /** The same for a person with a shell. */
    String decryptByHand() {
        return decrypt().stream().map(ShellWord::quote).collect(Collectors.joining(" "));
    }

    /** What zstd has packed, gpg need not pack again. */
    private List<String> command() {
        return switch (method) {
            case AGE -> List.of("age");
            case GPG ->
                    List.of(
                            "gpg",
                            "--homedir",
                            identity.toString(),
                            "--batch",
                            "--no-tty",
                            "--quiet",
                            "--trust-model",
                            "always",
                            "--compress-algo",
                            "none");
        };
    }
}
