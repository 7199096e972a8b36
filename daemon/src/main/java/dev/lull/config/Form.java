package dev.lull.config;

import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/** What YAML takes a value for. */
enum Form {
    TEXT("text"),
    NUMBER("a number"),
    TRUTH("a yes or no"),
    NOTHING("nothing"),
    LIST("a list"),
    GROUP("a group of keys"),
    OTHER("of another type");

    private final String words;

    Form(String words) {
        this.words = words;
    }

    String words() {
        return words;
    }

    static Form of(Node node) {
        return switch (node) {
            case MappingNode _ -> GROUP;
            case SequenceNode _ -> LIST;
            case ScalarNode scalar -> of(scalar.getTag());
            default -> OTHER;
        };
    }

    private static Form of(Tag tag) {
        if (tag.equals(Tag.STR)) {
            return TEXT;
        }
        if (tag.equals(Tag.INT) || tag.equals(Tag.FLOAT)) {
            return NUMBER;
        }
        if (tag.equals(Tag.BOOL)) {
            return TRUTH;
        }
        return tag.equals(Tag.NULL) ? NOTHING : OTHER;
    }
}
