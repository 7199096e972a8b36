package dev.lull.snapshot;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lull.stack.ShellWord;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** A restic repository, by the host's own {@code restic}: a snapshot for each rollback point. */
public final class Restic implements Offsite {
    private static final Duration QUESTION = Duration.ofSeconds(30);

    /** Less than newer ones try again for when nobody answers. */
    private static final Duration LONG_QUESTION = Duration.ofMinutes(5);

    private static final int SHORT_ID = 8;

    private final Points points;
    private final ResticAccess access;
    private final Path cache;
    private final Duration limit;
    private final String program;

    /**
     * @param cache a folder of its own, for what restic keeps of the repository on this host
     * @param limit for one copy; whoever asks for it may interrupt it earlier
     */
    public Restic(Points points, ResticAccess access, Path cache, Duration limit) {
        this(points, access, cache, limit, "restic");
    }

    Restic(Points points, ResticAccess access, Path cache, Duration limit, String program) {
        this.points = points;
        this.access = access;
        this.cache = cache;
        this.limit = limit;
        this.program = program;
    }

    @Override
    public String place() {
        return access.location();
    }

    @Override
    public List<Obstacle> obstacles() throws InterruptedException {
        List<Obstacle> obstacles = new ArrayList<>(access.open());
        Optional<Obstacle> unreadable = access.unreadable();
        unreadable.ifPresent(obstacles::add);
        if (unreadable.isEmpty()) {
            try {
                tooOld().ifPresent(obstacles::add);
                unopened().ifPresent(obstacles::add);
            } catch (IOException e) {
                obstacles.add(obstacle(-1, Points.words(e)));
            }
        }
        return List.copyOf(obstacles);
    }

    /** Whether the repository can't be opened. */
    private Optional<Obstacle> unopened() throws IOException, InterruptedException {
        ResticRun.Ended opened = run(List.of("--no-lock", "cat", "config"), QUESTION, _ -> {});
        return opened.isGood()
                ? Optional.empty()
                : Optional.of(obstacle(opened.exit(), ResticOutput.words(opened.said())));
    }

    private Optional<Obstacle> tooOld() throws IOException, InterruptedException {
        return version()
                .filter(v -> v.isOlderThan(ResticVersion.OLDEST))
                .map(v ->
                        new Obstacle(
                                "restic "
                                        + v
                                        + " is older than what Lull was tried with, "
                                        + ResticVersion.OLDEST,
                                "Install a newer one; 'restic self-update' may do it"));
    }

    private Optional<ResticVersion> version() throws IOException, InterruptedException {
        List<String> lines = new ArrayList<>();
        run(List.of("version"), QUESTION, lines::add);
        return lines.stream().findFirst().flatMap(ResticVersion::read);
    }

    private Obstacle obstacle(int exit, String words) {
        ResticTrouble trouble = ResticTrouble.of(exit, words);
        String told = access.withoutSecrets(words);
        String what = trouble.what() + (told.isBlank() ? "" : " (" + told + ")");
        return new Obstacle(place() + ": " + what, trouble.fix());
    }

    @Override
    public Copy copy(PointId id, Consumer<String> progress) throws InterruptedException {
        Path folder = points.folder(id);
        if (!Files.isDirectory(folder)) {
            throw new SnapshotException.Refused("there is no rollback point " + id);
        }
        try {
            Amount here = Amount.of(folder);
            Optional<String> there = find(id, here);
            if (there.isPresent()) {
                return copy(there.get(), here, Optional.empty());
            }
            requireKept(id, folder);
            ResticBackup.Made made = backUp(id, here, progress);
            Optional<String> wrong = difference(made.snapshot(), id, here);
            if (wrong.isPresent()) {
                throw failed(id, "the copy is not what the point is", wrong.get());
            }
            return copy(made.snapshot(), here, Optional.of(made.added()));
        } catch (IOException e) {
            Points.passOn(e);
            Obstacle obstacle = obstacle(-1, Points.words(e));
            throw failed(id, obstacle.what(), obstacle.fix());
        }
    }

    /** A tree that came back without something would not be taken for what it was. */
    private void requireKept(PointId id, Path folder) throws IOException, InterruptedException {
        Optional<ResticVersion> old = version().filter(v -> !v.keepsAttributesOfLinks());
        Optional<String> link = old.isEmpty() ? Optional.empty() : Xattrs.firstLinkWithAny(folder);
        if (link.isPresent()) {
            throw failed(
                    id,
                    "the symbolic link "
                            + link.get()
                            + " has extended attributes, which restic "
                            + old.get()
                            + " does not keep",
                    "Install restic 0.18 or newer");
        }
    }

    private static Copy copy(String snapshot, Amount here, Optional<Long> added) {
        return new Copy(
                "restic snapshot " + shortened(snapshot), here.files(), here.bytes(), added);
    }

    private static String shortened(String snapshot) {
        return snapshot.substring(0, Math.min(SHORT_ID, snapshot.length()));
    }

    /** A snapshot of this point that is whole, newest first. */
    private Optional<String> find(PointId id, Amount here)
            throws IOException, InterruptedException {
        StringBuilder json = new StringBuilder();
        must(
                id,
                List.of("--no-lock", "snapshots", "--json", "--tag", tag(id)),
                LONG_QUESTION,
                json::append);
        List<String> ids = new ArrayList<>();
        ResticOutput.read(json.toString()).forEach(s -> ids.add(s.path("id").asText()));
        for (String snapshot : ids.reversed()) {
            if (difference(snapshot, id, here).isEmpty()) {
                return Optional.of(snapshot);
            }
        }
        return Optional.empty();
    }

    private static String tag(PointId id) {
        return "lull-point=" + id;
    }

    /**
     * What a snapshot does not have in common with the point: how many files there are with how
     * many bytes, and the list of their hashes, byte for byte as it can be read from there.
     */
    private Optional<String> difference(String snapshot, PointId id, Amount here)
            throws IOException, InterruptedException {
        Amount there = contents(snapshot, id);
        if (!there.equals(here)) {
            return Optional.of(
                    "'restic ls "
                            + shortened(snapshot)
                            + "' finds "
                            + there.words()
                            + ", and here are "
                            + here.words());
        }
        List<String> sums = new ArrayList<>();
        must(
                id,
                List.of("--no-lock", "dump", snapshot, "/" + id + "/" + Points.SUMS),
                LONG_QUESTION,
                sums::add);
        String ours =
                Files.readString(points.folder(id).resolve(Points.SUMS), StandardCharsets.UTF_8);
        return sums.equals(ours.lines().toList())
                ? Optional.empty()
                : Optional.of("its " + Points.SUMS + " is another one");
    }

    private Amount contents(String snapshot, PointId id) throws IOException, InterruptedException {
        Amount[] sum = {Amount.NONE};
        must(
                id,
                List.of("--no-lock", "ls", "--json", snapshot),
                limit,
                line -> sum[0] = with(ResticOutput.read(line), sum[0]));
        return sum[0];
    }

    private static Amount with(JsonNode node, Amount sum) {
        boolean old = node.path("struct_type").asText().equals("node");
        if (!old && !node.path("message_type").asText().equals("node")) {
            return sum;
        }
        return switch (node.path("type").asText()) {
            case "file" -> sum.andFile(node.path("size").asLong());
            case "dir" -> sum.andFolder();
            default -> sum.andOther();
        };
    }

    private ResticBackup.Made backUp(PointId id, Amount here, Consumer<String> progress)
            throws IOException, InterruptedException {
        ResticBackup backup =
                new ResticBackup(new Progress("off-site copy of " + id, here.bytes(), progress));
        must(id, backup(id), limit, backup);
        return backup.made()
                .orElseThrow(() -> failed(id, "restic named no snapshot", "Try it again by hand"));
    }

    /** Relative, so that it lies at the top of the snapshot. */
    private List<String> backup(PointId id) {
        return List.of(
                "backup",
                "--json",
                "--tag",
                "lull",
                "--tag",
                "lull-stack=" + points.find(id).orElseThrow().stack(),
                "--tag",
                tag(id),
                "--",
                id.value());
    }

    private void must(PointId id, List<String> arguments, Duration most, Consumer<String> lines)
            throws IOException, InterruptedException {
        ResticRun.Ended ended = run(arguments, most, lines);
        if (!ended.isGood()) {
            Obstacle obstacle = obstacle(ended.exit(), ResticOutput.words(ended.said()));
            throw failed(id, obstacle.what(), obstacle.fix());
        }
    }

    private SnapshotException.Failed failed(PointId id, String what, String fix) {
        return new SnapshotException.Failed(
                what
                        + ". "
                        + fix
                        + ". The stack is open, and rollback point "
                        + id
                        + " is here as before. When that is mended, copy it by hand: "
                        + byHand(id));
    }

    private String byHand(PointId id) {
        List<String> command = new ArrayList<>(List.of("restic", "-r", access.location()));
        command.addAll(List.of("--password-file", access.passwordFile().toString()));
        backup(id).stream().filter(a -> !a.equals("--json")).forEach(command::add);
        return "cd "
                + ShellWord.quote(points.root().toString())
                + " && "
                + String.join(" ", command.stream().map(ShellWord::quote).toList())
                + access.environmentFile()
                        .map(f -> " (with the variables of " + f + ")")
                        .orElse("");
    }

    private ResticRun.Ended run(List<String> arguments, Duration most, Consumer<String> lines)
            throws IOException, InterruptedException {
        List<String> argv = new ArrayList<>(List.of(program, "--cache-dir", cache.toString()));
        argv.addAll(arguments);
        Map<String, String> variables = access.variables();
        // Each line of progress is one that is read; it is not shown that often.
        variables.put("RESTIC_PROGRESS_FPS", "1");
        return ResticRun.of(argv, points.root(), variables, most, lines);
    }
}
