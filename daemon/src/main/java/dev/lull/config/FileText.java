package dev.lull.config;

import dev.lull.stack.Nearest;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.reader.ReaderException;

/** Reads a file's YAML as a tree of nodes, which know their lines, and never as objects. */
final class FileText {
    private static final int ALIASES = 10;
    private static final int DEPTH = 20;
    private static final int SHOWN = 60;

    private Values values = Values.none();
    private final List<Mistake> mistakes = new ArrayList<>();
    private final Map<Key<?>, Integer> lines = new HashMap<>();

    Reading read(String text) {
        try {
            Node root = compose(text);
            if (root != null && Form.of(root) != Form.NOTHING) {
                whole(root);
                together();
            }
        } catch (ReaderException e) {
            broken(lineAt(text, e.getPosition()), "it holds a character that no text has");
        } catch (MarkedYAMLException e) {
            broken(line(e), e.getProblem());
        } catch (YAMLException e) {
            broken(1, e.getMessage());
        }
        mistakes.sort(Comparator.comparingInt(Mistake::line));
        return new Reading(values, mistakes);
    }

    private static @Nullable Node compose(String text) {
        LoaderOptions options = new LoaderOptions();
        options.setMaxAliasesForCollections(ALIASES);
        options.setNestingDepthLimit(DEPTH);
        return new Yaml(new SafeConstructor(options)).compose(new StringReader(text));
    }

    private void whole(Node root) {
        if (root instanceof MappingNode keys) {
            group(keys, "");
        } else {
            mistake(
                    line(root),
                    "",
                    "the file is " + Form.of(root).words() + ", not keys with their values",
                    "Write one on a line, such as 'state: /var/lib/lull'");
        }
    }

    private void group(MappingNode node, String group) {
        Map<String, Integer> lines = new HashMap<>();
        for (NodeTuple entry : node.getValue()) {
            int line = line(entry.getKeyNode());
            String own = entry.getKeyNode() instanceof ScalarNode s ? s.getValue() : "?";
            String name = group.isEmpty() ? own : group + "." + own;
            Integer before = lines.putIfAbsent(name, line);
            if (before != null) {
                mistake(line, name, "is there twice, first in line " + before, "Keep one of them");
            } else {
                entry(line, name, own, group, entry.getValueNode());
            }
        }
    }

    private void entry(int line, String name, String own, String group, Node value) {
        Optional<Key<?>> key = Keys.find(name);
        if (own.contains(".") || (key.isEmpty() && !Keys.isGroup(name))) {
            mistake(line, name, "is not a key that Lull knows", meant(name, own, group));
        } else if (key.isPresent()) {
            value(line, key.get(), value);
        } else if (value instanceof MappingNode keys) {
            group(keys, name);
        } else if (Form.of(value) != Form.NOTHING) {
            mistake(
                    line,
                    name,
                    "is " + Form.of(value).words() + ", not a group of keys",
                    "Put on the lines below it, indented: " + String.join(", ", Keys.within(name)));
        }
    }

    private <T> void value(int line, Key<T> key, Node node) {
        String wayOut = "Write " + key.words() + ", or leave the key out for " + key.printed();
        Form form = Form.of(node);
        lines.put(key, line);
        if (form == Form.NOTHING) {
            mistake(line, key.name(), "has no value", wayOut);
        } else if (!key.kind().forms().contains(form)) {
            mistake(line, key.name(), "is " + form.words() + ", not " + key.words(), wayOut);
        } else if (node instanceof ScalarNode scalar) {
            try {
                values = values.with(key, key.kind().read(scalar.getValue()));
            } catch (IllegalArgumentException e) {
                String what =
                        "is '"
                                + shown(key.kind().shown(scalar.getValue()))
                                + "', which "
                                + e.getMessage();
                mistake(line, key.name(), what, wayOut);
            }
        }
    }

    /** What is right by itself, and not without another key, or does nothing without it. */
    private void together() {
        if (values.get(Keys.RESTIC_REPOSITORY).isPresent()) {
            require(
                    Keys.RESTIC_REPOSITORY,
                    Keys.RESTIC_PASSWORD,
                    values.get(Keys.RESTIC_PASSWORD).isEmpty());
        }
        for (Key<Optional<SecretFile>> key :
                List.of(Keys.RESTIC_PASSWORD, Keys.RESTIC_ENVIRONMENT)) {
            require(
                    key,
                    Keys.RESTIC_REPOSITORY,
                    values.get(key).isPresent() && !lines.containsKey(Keys.RESTIC_REPOSITORY));
        }
        if (values.get(Keys.RECIPIENTS).tool() == Recipients.Tool.GPG
                && values.get(Keys.IDENTITY) instanceof SecretFile.Credential credential) {
            mistake(
                    line(Keys.IDENTITY),
                    Keys.IDENTITY.name(),
                    "is " + credential + ", a file, and GnuPG has its secret keys in a directory",
                    "Write the path of GnuPG's home directory, or encrypt for keys of age");
        }
        requireBoth(Keys.TLS_CERTIFICATE, Keys.TLS_KEY);
        requireBoth(Keys.TLS_KEY, Keys.TLS_CERTIFICATE);
        Exposure.objections(values).stream()
                .filter(o -> o.lacks().stream().noneMatch(this::isWrong))
                .forEach(o -> mistake(line(o.key()), o.key().name(), o.what(), o.fix()));
    }

    private void requireBoth(Key<Optional<SecretFile>> there, Key<Optional<SecretFile>> other) {
        require(there, other, values.get(there).isPresent() && values.get(other).isEmpty());
    }

    private void require(Key<?> there, Key<?> other, boolean missing) {
        boolean isRead = values.find(there).isPresent();
        if (isRead && missing && !isWrong(other)) {
            mistake(
                    line(there),
                    there.name(),
                    "is there without " + other.name(),
                    "Write that too, or leave " + there.name() + " out");
        }
    }

    /** Whether it is there, and what it says was told as a mistake already. */
    private boolean isWrong(Key<?> key) {
        return lines.containsKey(key) && values.find(key).isEmpty();
    }

    private int line(Key<?> key) {
        return lines.getOrDefault(key, 1);
    }

    private static String meant(String name, String own, String group) {
        boolean known = Keys.find(name).isPresent() || Keys.isGroup(name);
        if (own.contains(".") && known) {
            return "Write it in its groups: " + inGroups(name);
        }
        Optional<String> near = Nearest.to(own, Keys.within(group));
        if (near.isPresent()) {
            String path = group.isEmpty() ? near.get() : group + "." + near.get();
            return "Did you mean " + path + "? Otherwise remove it";
        }
        return Keys.ending(own).stream()
                .findFirst()
                .map(there -> "Did you mean " + there + "? Write it there: " + inGroups(there))
                .orElse("Remove it; known here are " + String.join(", ", Keys.within(group)));
    }

    private static String inGroups(String name) {
        return "'"
                + name.replace(".", ": ")
                + (name.contains(".")
                        ? ":', each on a line of its own and further to the right"
                        : ":' at the beginning of a line");
    }

    private void broken(int line, @Nullable String why) {
        mistake(
                line,
                "",
                "the file is no YAML"
                        + (why == null ? "" : ": " + why.strip().replaceAll("\\s+", " ")),
                "Correct it there or in the line before: spaces, no tabs, before a key; a space"
                        + " behind its colon; quotes around a value that begins with a sign such as"
                        + " [ { * & ! % @ or `");
    }

    private void mistake(int line, String key, String what, String fix) {
        mistakes.add(new Mistake(line, shown(key), what, fix));
    }

    private static int lineAt(String text, int codePoint) {
        return 1 + (int) text.codePoints().limit(codePoint).filter(c -> c == '\n').count();
    }

    private static int line(Node node) {
        return node.getStartMark().getLine() + 1;
    }

    private static int line(MarkedYAMLException e) {
        return e.getProblemMark() == null ? 1 : e.getProblemMark().getLine() + 1;
    }

    private static String shown(String text) {
        String line = text.replaceAll("\\p{Cntrl}+", " ");
        return line.length() <= SHOWN ? line : line.substring(0, SHOWN) + "…";
    }
}
