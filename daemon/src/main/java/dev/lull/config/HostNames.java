package dev.lull.config;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** What stands between the slashes and the port of a browser's address. */
record HostNames() implements Kind<Hosts> {
    static final String NONE = "none";

    private static final String LABEL = "[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?";
    private static final Pattern HOST =
            Pattern.compile(LABEL + "(\\." + LABEL + ")*|\\[[0-9a-f:.]{2,45}]");
    private static final int LONGEST = 253;

    @Override
    public Class<Hosts> type() {
        return Hosts.class;
    }

    @Override
    public String words() {
        return "host names without a port, with blanks between, or none";
    }

    @Override
    public Hosts read(String text) {
        if (text.equals(NONE)) {
            return Hosts.NONE;
        }
        List<String> names =
                Arrays.stream(text.strip().toLowerCase(Locale.ROOT).split("\\s+"))
                        .distinct()
                        .toList();
        if (names.contains(NONE) || !names.stream().allMatch(HostNames::isOne)) {
            throw new IllegalArgumentException(
                    "is not host names such as maintenance.example.org, and not none");
        }
        return new Hosts(names);
    }

    private static boolean isOne(String name) {
        return name.length() <= LONGEST && HOST.matcher(name).matches();
    }
}
