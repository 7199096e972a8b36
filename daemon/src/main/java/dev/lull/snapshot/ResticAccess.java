package dev.lull.snapshot;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A restic repository, and the files of this host that open it. They are read anew each time, so
 * that a password may change while the daemon runs.
 *
 * @param location as restic takes it; without a password
 * @param passwordFile holds the password of the repository
 * @param environmentFile has variables for restic, {@code NAME=VALUE} on each line
 */
public record ResticAccess(String location, Path passwordFile, Optional<Path> environmentFile) {
    private static final Pattern VARIABLE = Pattern.compile("([A-Za-z_][A-Za-z0-9_]*)=(.*)");
    private static final Pattern QUOTED = Pattern.compile("\"(.*)\"|'(.*)'");
    private static final int SHORTEST_SECRET = 4;

    /**
     * The variables that restic is to have, beside those that every program gets.
     *
     * @throws IOException that names the file and line, and no value
     */
    Map<String, String> variables() throws IOException {
        Map<String, String> variables = new LinkedHashMap<>();
        if (environmentFile.isPresent()) {
            int number = 0;
            for (String line : lines(environmentFile.get())) {
                number++;
                if (!line.isBlank() && !line.startsWith("#")) {
                    put(line, environmentFile.get() + ", line " + number, variables);
                }
            }
        }
        variables.put("RESTIC_REPOSITORY", location);
        variables.put("RESTIC_PASSWORD_FILE", passwordFile.toString());
        return variables;
    }

    private static void put(String line, String where, Map<String, String> variables)
            throws IOException {
        Matcher variable = VARIABLE.matcher(line);
        if (!variable.matches()) {
            throw new IOException(where + ", is not NAME=VALUE");
        }
        String value = variable.group(2).strip();
        Matcher quoted = QUOTED.matcher(value);
        variables.put(
                variable.group(1),
                quoted.matches() ? value.substring(1, value.length() - 1) : value);
    }

    private static List<String> lines(Path file) throws IOException {
        try {
            return Files.readString(file, StandardCharsets.UTF_8).lines().toList();
        } catch (IOException e) {
            throw new IOException(file + " can't be read: " + Points.words(e), e);
        }
    }

    /** What keeps the files from being read, if anything does. */
    Optional<Offsite.Obstacle> unreadable() {
        try {
            lines(passwordFile);
            variables();
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(
                    new Offsite.Obstacle(
                            Points.words(e),
                            "Mend it; offsite.restic of the configuration names the file"));
        }
    }

    /** Files with secrets that are open to more users than they should be. */
    List<Offsite.Obstacle> open() {
        return Stream.concat(Stream.of(passwordFile), environmentFile.stream())
                .filter(ResticAccess::isOpenToOthers)
                .map(f ->
                        new Offsite.Obstacle(
                                "every user of this host can read " + f,
                                "Take that away: 'chmod 600 " + f + "'"))
                .toList();
    }

    private static boolean isOpenToOthers(Path file) {
        try {
            return Files.getPosixFilePermissions(file).contains(PosixFilePermission.OTHERS_READ);
        } catch (IOException e) {
            return false;
        }
    }

    /** The text without what is secret; restic's own words may quote what it was given. */
    String withoutSecrets(String text) {
        String told = text;
        for (String secret : secrets()) {
            told = told.replace(secret, "***");
        }
        return told;
    }

    private List<String> secrets() {
        List<String> secrets = new ArrayList<>();
        try {
            secrets.addAll(lines(passwordFile));
            Map<String, String> given = variables();
            given.remove("RESTIC_REPOSITORY");
            given.remove("RESTIC_PASSWORD_FILE");
            secrets.addAll(given.values());
        } catch (IOException e) {
            // Then restic was not given them either.
        }
        return secrets.stream().filter(s -> s.length() >= SHORTEST_SECRET).toList();
    }
}
