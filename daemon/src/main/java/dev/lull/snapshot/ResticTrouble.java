package dev.lull.snapshot;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Why restic did not do what it was asked, and what a person can do. Newer ones tell by their exit
 * code, those before 0.17 by their words only.
 */
enum ResticTrouble {
    MISSING(
            127,
            "no such command on this host",
            "Install it: on Debian and Ubuntu 'apt install restic'"),
    INCOMPLETE(
            3,
            "restic could not read all of the rollback point",
            "'lull snapshots verify POINT' says what is wrong with it; 'restic snapshots --tag lull'"
                    + " lists the incomplete copy"),
    PASSWORD(
            12,
            "the password does not fit the repository",
            "See that the file under offsite.restic.password_file holds the password of this"
                    + " repository",
            "wrong password or no key found",
            "resolving password failed"),
    LOCKED(
            11,
            "the repository is locked",
            "Another restic is at work there, or was cut off: 'restic list locks' and 'restic"
                    + " unlock', which removes what only a dead one left",
            "already locked",
            "unable to create lock"),
    UNREACHABLE(
            -1,
            "the repository can't be reached",
            "See that it answers from this host: 'restic snapshots' asks the same",
            "connection refused",
            "connection reset",
            "no such host",
            "no route to host",
            "could not resolve",
            "network is unreachable",
            "i/o timeout",
            "was not done within",
            "unable to start the sftp session",
            "connection timed out",
            "tls: ",
            "x509: "),
    NO_SPACE(
            -1,
            "the repository has no room left",
            "Make room there: 'restic forget --prune' with what is to be kept",
            "no space left on device",
            "quota exceeded"),
    NO_REPOSITORY(
            10,
            "there is no restic repository",
            "'restic init' makes one; or name another under offsite.restic.repository of the"
                    + " configuration",
            "is there a repository at the following location"),
    OTHER(-1, "it failed", "Try it by hand: 'restic snapshots'");

    private final int exit;
    private final String what;
    private final String fix;

    @SuppressWarnings("ImmutableEnumChecker") // It is.
    private final List<String> signs;

    ResticTrouble(int exit, String what, String fix, String... signs) {
        this.exit = exit;
        this.what = what;
        this.fix = fix;
        this.signs = List.of(signs);
    }

    /** What the exit code says, or else the words. */
    static ResticTrouble of(int exit, String words) {
        String told = words.toLowerCase(Locale.ROOT);
        return Stream.of(values())
                .filter(t -> t.exit == exit && exit > 0)
                .findFirst()
                .or(() ->
                        Stream.of(values())
                                .filter(t -> t.signs.stream().anyMatch(told::contains))
                                .findFirst())
                .orElse(OTHER);
    }

    String what() {
        return what;
    }

    String fix() {
        return fix;
    }
}
