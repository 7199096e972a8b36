package dev.lull.cli;

import dev.lull.config.Mistake;
import dev.lull.config.Reading;
import dev.lull.config.Values;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The daemon's configuration file.
 *
 * @param named whether somebody said that it is this one: then it has to be there
 */
record ConfigFile(Path path, boolean named) {
    private static final Path STANDARD = Path.of("/etc/lull/lull.yml");
    private static final String VARIABLE = "LULL_CONFIG";
    private static final int LONGEST = 1 << 20;

    /**
     * The one that an option or an argument names, or else the environment, or else the one in
     * {@code /etc}.
     */
    static ConfigFile of(@Nullable Path option, Map<String, String> environment) {
        if (option != null) {
            return new ConfigFile(option, true);
        }
        String variable = environment.getOrDefault(VARIABLE, "");
        return variable.isBlank()
                ? new ConfigFile(STANDARD, false)
                : new ConfigFile(Path.of(variable), true);
    }

    /** Whether nobody named it and it is not there, so that everything is as it is by default. */
    boolean isMissed() {
        return !named && Files.notExists(path);
    }

    /**
     * What it says.
     *
     * @throws CliException if it can't be read at all
     */
    Reading read() {
        return Reading.of(isMissed() ? "" : text());
    }

    /**
     * What it says.
     *
     * @throws CliException with every mistake, if there is one, or if it can't be read at all
     */
    Values values() {
        Reading reading = read();
        List<Mistake> mistakes = reading.mistakes();
        if (!mistakes.isEmpty()) {
            throw new CliException(
                    ExitCode.REFUSED,
                    path
                            + (mistakes.size() == 1
                                    ? " has a mistake"
                                    : " has " + mistakes.size() + " mistakes")
                            + "; nothing was touched",
                    mistakes.stream().map(Mistake::toString).toList());
        }
        return reading.values();
    }

    private String text() {
        try (InputStream in = Files.newInputStream(path)) {
            byte[] bytes = in.readNBytes(LONGEST + 1);
            if (bytes.length > LONGEST) {
                throw unreadable("is larger than 1 MiB: that is no configuration of Lull");
            }
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (NoSuchFileException e) {
            throw unreadable("is not there: write it, or name another file");
        } catch (AccessDeniedException e) {
            throw unreadable("may not be read by this user: try it as root");
        } catch (CharacterCodingException e) {
            throw unreadable("is no text in UTF-8: save it as that");
        } catch (IOException e) {
            throw unreadable("can't be read: " + e.getMessage());
        }
    }

    private CliException unreadable(String why) {
        return new CliException(ExitCode.REFUSED, path + " " + why);
    }
}
