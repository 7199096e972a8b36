package dev.lull.docker;

/**
 * The labels that Compose puts on containers.
 *
 * @see <a href="https://github.com/docker/compose/blob/v2.40.0/pkg/api/labels.go">Compose's
 *     source</a>
 */
public final class ComposeLabels {
    public static final String PROJECT = "com.docker.compose.project";
    public static final String SERVICE = "com.docker.compose.service";
    public static final String NUMBER = "com.docker.compose.container-number";
    public static final String ONE_OFF = "com.docker.compose.oneoff";
    public static final String CONFIG_HASH = "com.docker.compose.config-hash";

    /** The id of the image that it was made from. */
    public static final String IMAGE = "com.docker.compose.image";

    public static final String CONFIG_FILES = "com.docker.compose.project.config_files";
    public static final String WORKING_DIR = "com.docker.compose.project.working_dir";
    public static final String ENV_FILES = "com.docker.compose.project.environment_file";

    private ComposeLabels() {}
}
