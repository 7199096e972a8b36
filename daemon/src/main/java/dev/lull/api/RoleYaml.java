package dev.lull.api;

import dev.lull.stack.Problem;
import dev.lull.stack.Stack;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The lines that a compose file lacks, out of the roles that the stack's problems suggest. */
final class RoleYaml {
    private static final Pattern SUGGESTED = Pattern.compile("lull\\.role: ([a-z]+)");

    private RoleYaml() {}

    /** YAML to merge into the compose file; empty when no role is suggested. */
    static Optional<String> of(Stack stack) {
        Map<String, String> roles = new TreeMap<>();
        String prefix = stack.name() + "/";
        for (Problem problem : stack.problems()) {
            Matcher m = SUGGESTED.matcher(problem.fix());
            if (problem.where().startsWith(prefix)
                    && problem.fix().startsWith("Suggested")
                    && m.find()) {
                roles.put(problem.where().substring(prefix.length()), m.group(1));
            }
        }
        if (roles.isEmpty()) {
            return Optional.empty();
        }
        StringBuilder yaml = new StringBuilder("services:\n");
        roles.forEach((service, role) ->
                yaml.append("  ")
                        .append(service)
                        .append(":\n    labels:\n      lull.role: ")
                        .append(role)
                        .append('\n'));
        return Optional.of(yaml.toString());
    }
}
