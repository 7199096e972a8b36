package dev.lull.config;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Every key there is: what the file may hold, what the shipped one shows, what the documentation
 * tells.
 */
public final class Keys {
    public static final Key<Path> STATE =
            new Key<>(
                    "state",
                    "--state",
                    "LULL_STATE",
                    new AbsolutePath(AbsolutePath.OF_A_FILE),
                    Path.of("/var/lib/lull"),
                    "The directory of the journal and of the rollback points; it needs room for"
                            + " copies of your volumes. One daemon at a time has it.");

    public static final Key<Path> SOCKET =
            new Key<>(
                    "socket",
                    "--socket",
                    "LULL_SOCKET",
                    new AbsolutePath(AbsolutePath.OF_A_SOCKET),
                    Path.of("/run/lull/lull.sock"),
                    "The unix socket on which the daemon is asked. Who can open it can do"
                            + " everything. The other commands find it here too.");

    public static final Key<Listen> LISTEN =
            new Key<>(
                    "listen",
                    "--listen",
                    "LULL_LISTEN",
                    new BrowserAddress(),
                    Listen.parse("127.0.0.1:7410"),
                    "Where browsers, and others with a token, are answered. One that other hosts"
                            + " can reach needs tls or behind_proxy, and hosts. none turns it"
                            + " off.");

    public static final Key<Boolean> BEHIND_PROXY =
            new Key<>(
                    "behind_proxy",
                    "",
                    "",
                    new Truth(),
                    false,
                    "Whether a proxy that does TLS stands before listen, and nobody else can reach"
                            + " it: then the address of a caller is the one that the proxy tells"
                            + " (X-Forwarded-For). Needs hosts.");

    public static final Key<Hosts> HOSTS =
            new Key<>(
                    "hosts",
                    "",
                    "",
                    new HostNames(),
                    Hosts.NONE,
                    "The names under which browsers know Lull, beside localhost, 127.0.0.1 and"
                            + " [::1]. Under another one nobody is answered, so that no page from"
                            + " elsewhere can make itself out as Lull.");

    public static final Key<Optional<SecretFile>> TLS_CERTIFICATE =
            new Key<>(
                    "tls.certificate",
                    "",
                    "",
                    new OrNone<>(new SecretPlace()),
                    Optional.empty(),
                    "The file in PEM with the certificate for listen, and those up to the authority"
                            + " behind it. It needs its key. One that was renewed in place is taken"
                            + " by a reload too; to turn TLS on or off takes a restart.",
                    Needs.RELOAD);

    public static final Key<Optional<SecretFile>> TLS_KEY =
            new Key<>(
                    "tls.key",
                    "",
                    "",
                    new OrNone<>(new SecretPlace()),
                    Optional.empty(),
                    "The file in PEM with the secret key of the certificate, without a passphrase;"
                            + " only the daemon's user should be able to read it. It is read again"
                            + " with the certificate.",
                    Needs.RELOAD);

    public static final Key<URI> DOCKER =
            new Key<>(
                    "docker",
                    "",
                    "DOCKER_HOST",
                    new EngineSocket(),
                    URI.create("unix:///var/run/docker.sock"),
                    "The socket of the Docker engine on this host.");

    public static final Key<String> PAGE_IMAGE =
            new Key<>(
                    "page_image",
                    "",
                    "LULL_PAGE_IMAGE",
                    new ImageName(),
                    "nginx:stable-alpine",
                    "The image of the page that visitors see, with nginx in its PATH. It is pulled"
                            + " while a window is prepared, if it is not there.");

    public static final Key<Integer> AT_ONCE =
            new Key<>(
                    "schedule.at_once",
                    "",
                    "",
                    new WholeNumber(1, 100),
                    1,
                    "How many windows may be open on this host at once for a schedule to open one"
                            + " more; those that people open are counted, and never wait. What is"
                            + " due waits for room as long as it may be late, at least 10"
                            + " minutes.",
                    Needs.RELOAD);

    public static final Key<Integer> LEVEL =
            new Key<>(
                    "snapshot.compression.level",
                    "",
                    "",
                    new WholeNumber(1, 19),
                    3,
                    "How hard zstd packs a volume that is kept as an archive. A higher one takes"
                            + " less room and more time, with the door closed.",
                    Needs.RELOAD);

    public static final Key<Integer> THREADS =
            new Key<>(
                    "snapshot.compression.threads",
                    "",
                    "",
                    new WholeNumber(0, 200),
                    0,
                    "How many threads zstd packs an archive with; 0 is one for each core. Each"
                            + " takes memory of its own, more at higher levels.",
                    Needs.RELOAD);

    public static final Key<Recipients> RECIPIENTS =
            new Key<>(
                    "snapshot.encryption.recipients",
                    "",
                    "",
                    new PublicKeys(),
                    Recipients.NONE,
                    "Who can read the data in rollback points, beside this host. With any, volumes"
                            + " are kept as archives only, encrypted by age or gpg; compose and env"
                            + " files are not.");

    public static final Key<SecretFile> IDENTITY =
            new Key<>(
                    "snapshot.encryption.identity",
                    "",
                    "",
                    new SecretPlace(),
                    new SecretFile.At(Path.of("/etc/lull/age.key")),
                    "Where the secret key of one of the recipients is, without a passphrase: for"
                            + " age its file, for GnuPG its home directory. A way back needs it.");

    public static final Key<Long> RESERVE =
            new Key<>(
                    "snapshot.reserve",
                    "",
                    "",
                    new ByteCount(),
                    256L << 20,
                    "What stays free where the rollback points are. A window whose copies might"
                            + " not leave it is refused before anything is touched.",
                    Needs.RELOAD);

    public static final Key<Verify> VERIFY =
            new Key<>(
                    "snapshot.verify",
                    "",
                    "",
                    new OneOf<>(Verify.class),
                    Verify.SAMPLE,
                    "How much of a volume that shares its blocks with its rollback point is read"
                            + " to prove the copy: some of its files, or every byte, with the door"
                            + " closed. An archive is always compared byte for byte.",
                    Needs.RELOAD);

    public static final Key<Optional<String>> RESTIC_REPOSITORY =
            new Key<>(
                    "offsite.restic.repository",
                    "",
                    "",
                    new OrNone<>(new ResticRepository()),
                    Optional.empty(),
                    "An existing restic repository to which each window copies its rollback point,"
                            + " after it has reopened. none makes no copies.",
                    Needs.RELOAD);

    public static final Key<Optional<SecretFile>> RESTIC_PASSWORD =
            new Key<>(
                    "offsite.restic.password_file",
                    "",
                    "",
                    new OrNone<>(new SecretPlace()),
                    Optional.empty(),
                    "The file that holds the password of the repository, and nothing else; only the"
                            + " daemon's user should be able to read it. A repository needs one.",
                    Needs.RELOAD);

    public static final Key<Optional<SecretFile>> RESTIC_ENVIRONMENT =
            new Key<>(
                    "offsite.restic.environment_file",
                    "",
                    "",
                    new OrNone<>(new SecretPlace()),
                    Optional.empty(),
                    "A file with what else restic needs to get there, such as the keys of a bucket:"
                            + " NAME=VALUE on each line. Only the daemon's user should be able to"
                            + " read it; it is read anew for each copy.",
                    Needs.RELOAD);

    public static final Key<Duration> RESTIC_TIMEOUT =
            new Key<>(
                    "offsite.restic.timeout",
                    "",
                    "",
                    new HowLong(Duration.ofMinutes(1), Duration.ofDays(7)),
                    Duration.ofHours(6),
                    "How long one copy may take. A copy that is given up fails no window.",
                    Needs.RELOAD);

    /** In the order in which people are shown them. */
    public static final List<Key<?>> ALL =
            List.of(
                    STATE,
                    SOCKET,
                    LISTEN,
                    BEHIND_PROXY,
                    HOSTS,
                    TLS_CERTIFICATE,
                    TLS_KEY,
                    DOCKER,
                    PAGE_IMAGE,
                    AT_ONCE,
                    LEVEL,
                    THREADS,
                    RECIPIENTS,
                    IDENTITY,
                    RESERVE,
                    VERIFY,
                    RESTIC_REPOSITORY,
                    RESTIC_PASSWORD,
                    RESTIC_ENVIRONMENT,
                    RESTIC_TIMEOUT);

    private Keys() {}

    static Optional<Key<?>> find(String name) {
        return ALL.stream().filter(k -> k.name().equals(name)).findFirst();
    }

    static boolean isGroup(String name) {
        return ALL.stream().anyMatch(k -> k.name().startsWith(name + "."));
    }

    /** The keys and groups that stand directly in a group; an empty name is the whole file. */
    static List<String> within(String group) {
        String before = group.isEmpty() ? "" : group + ".";
        return ALL.stream()
                .map(Key::name)
                .filter(n -> n.startsWith(before))
                .map(n -> n.substring(before.length()).split("\\.", 2)[0])
                .distinct()
                .toList();
    }

    /** The keys that end in this name, wherever they stand. */
    static List<String> ending(String name) {
        return ALL.stream()
                .map(Key::name)
                .filter(n -> n.equals(name) || n.endsWith("." + name))
                .toList();
    }
}
