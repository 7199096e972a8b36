package dev.lull.testbed;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The engine and the tools that {@code src/testbed/} sets up, for tests. All that a test makes says
 * whose it is: by {@link #LABEL} where there can be a label, otherwise by a {@link #name}. So
 * {@link #sweep} finds what killed runs left, and never takes what belongs to another process that
 * lives.
 */
public final class TestBed {
    /** The label of all that tests make; its value is {@link #SELF}. */
    public static final String LABEL = "dev.lull.test";

    /** The id of this process. */
    public static final String SELF = Long.toString(ProcessHandle.current().pid());

    private static final String PREFIX = "lulltest-";

    private static final Pattern NAMED = Pattern.compile("(?:^|/)" + PREFIX + "([0-9]{1,10})-");

    private TestBed() {}

    /** The engine that the docker command speaks to as well. */
    public static URI socket() {
        return URI.create(
                Objects.requireNonNullElse(
                        System.getenv("DOCKER_HOST"), "unix:///var/run/docker.sock"));
    }

    /** Skips the test, visibly, where there is no engine; fails it in CI. */
    public static void required() {
        required("a Docker engine ('make testbed' starts one)", "docker", "version");
    }

    /** Skips the test, visibly, where no engine has this image; fails it in CI. */
    public static void required(String image) {
        String what = "a Docker engine with the image " + image + " ('make testbed')";
        required(what, "docker", "image", "inspect", image);
    }

    /** Skips the test, visibly, where it can't see the packet filter; fails it in CI. */
    public static void requiredNft() {
        required("nft, as root", NftTables.LIST);
    }

    /** Likewise where there is no restic. */
    public static void requiredRestic() {
        required("restic", "restic", "version");
    }

    /** Skips, or fails in CI, without a browser that can be driven. */
    public static void requiredBrowser() {
        required("chromium", "/usr/bin/chromium", "--version");
        required("chromedriver", "/usr/bin/chromedriver", "--version");
    }

    /** Likewise where there is no node. */
    public static void requiredNode() {
        required("node", "node", "--version");
    }

    private static void required(String what, String... probe) {
        Optional<String> failure = failure(probe);
        if (failure.isPresent() && System.getenv("CI") != null) {
            fail("CI has to have " + what + ": " + failure.get());
        }
        assumeTrue(failure.isEmpty(), "skipped: needs " + what);
    }

    private static Optional<String> failure(String... probe) {
        try {
            Sh.run(probe);
            return Optional.empty();
        } catch (IllegalStateException | UncheckedIOException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    /** Runs {@code docker …} and returns what it printed. */
    public static String docker(String... arguments) {
        return Sh.run(
                Stream.concat(Stream.of("docker"), Stream.of(arguments)).toArray(String[]::new));
    }

    /** The lines that {@code docker …} printed, but for blank ones. */
    static List<String> lines(String... arguments) {
        return docker(arguments).lines().filter(l -> !l.isBlank()).toList();
    }

    /** A name for what can't be labelled: a project, a folder, the tag of an image. */
    public static String name(String tag) {
        return PREFIX + SELF + "-" + tag;
    }

    /** The checkout that this runs in. */
    public static Path root() {
        Path here = Path.of("").toAbsolutePath();
        while (!Files.isDirectory(here.resolve("compose-examples"))) {
            here = here.getParent();
            if (here == null) {
                throw new IllegalStateException("compose-examples/ is not above this folder");
            }
        }
        return here;
    }

    /** Removes what earlier, killed runs left; what belongs to a process that runs is spared. */
    public static void sweep() {
        Removal.ofContainers(TestBed::isDead);
        Removal.ofProjects(projectsOfTheDead());
        Removal.ofLabelled(TestBed::isDead);
        Removal.ofImages(TestBed::isOfTheDead, TestBed::isDead);
        Folders.sweep();
        if (failure(NftTables.LIST).isEmpty()) {
            NftTables.sweep();
        }
    }

    private static List<String> projectsOfTheDead() {
        return Stream.of(
                        lines("ps", "-a", "--format", "{{.Label \"com.docker.compose.project\"}}"),
                        lines("network", "ls", "--format", "{{.Name}}"),
                        lines("volume", "ls", "--format", "{{.Name}}"))
                .flatMap(List::stream)
                .filter(TestBed::isOfTheDead)
                .map(n -> n.replaceAll("_.*", ""))
                .distinct()
                .toList();
    }

    /** Removes all containers, networks and volumes that this process has labelled. */
    public static void clear() {
        Removal.ofLabelled(SELF::equals);
    }

    /** Whether the name is one of a process that is no more. */
    static boolean isOfTheDead(String name) {
        Matcher owner = NAMED.matcher(name);
        return owner.find() && isDead(String.valueOf(owner.group(1)));
    }

    private static boolean isDead(String process) {
        return process.matches("[0-9]{1,10}")
                && ProcessHandle.of(Long.parseLong(process)).isEmpty();
    }
}
