package dev.lull.docker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ComposeTextTest {
    @TempDir private Path folder;

    private ComposeText read(String compose) throws IOException {
        Path file = Files.writeString(folder.resolve("compose.yaml"), compose);
        return ComposeText.of(new ComposeProject("shop", folder, List.of(file), List.of()));
    }

    private void file(String name, String text) throws IOException {
        Path path = folder.resolve(name);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }

    @Test
    void included_files_and_what_they_name_are_followed() throws IOException {
        file("db/compose.yaml", "services: {db: {image: postgres, env_file: db.env}}");
        file("mail/a.yaml", "include: [deeper/b.yaml]");
        file("deeper/b.yaml", "services: {mail: {env_file: [{path: m.env}]}}");

        ComposeText text =
                read(
                        """
                        include:
                          - db/compose.yaml
                          - path: [mail/a.yaml]
                            env_file: mail.env
                            project_directory: .
                        services: {app: {env_file: [a.env, b.env]}}
                        """);

        assertThat(text.further())
                .containsExactlyInAnyOrder(
                        folder.resolve("db/compose.yaml"),
                        folder.resolve("db/.env"),
                        folder.resolve("mail.env"),
                        folder.resolve("mail/a.yaml"),
                        folder.resolve("deeper/b.yaml"),
                        folder.resolve("deeper/.env"));
        assertThat(text.envFiles())
                .containsEntry("app", List.of(folder.resolve("a.env"), folder.resolve("b.env")))
                .containsEntry("mail", List.of(folder.resolve("deeper/m.env")))
                .containsEntry("db", List.of(folder.resolve("db/db.env")));
        assertThat(text.isComplete()).isTrue();
    }

    @Test
    void extended_files_are_followed_and_a_circle_ends() throws IOException {
        file("base/base.yaml", "services: {b: {extends: {file: ../compose.yaml, service: app}}}");

        ComposeText text =
                read(
                        """
                        services:
                          app: {extends: {file: base/base.yaml, service: b}}
                          web: {extends: {service: app}}
                        """);

        assertThat(text.further()).containsExactly(folder.resolve("base/base.yaml"));
        assertThat(text.isComplete()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "include: ['${PART}.yaml']",
                "include: ['https://example.org/compose.yaml']",
                "include: [{path: 'oci://example.org/db'}]",
                "services: {app: {env_file: '${STAGE}.env'}}",
                "services: {app: {extends: {file: '$BASE', service: app}}}"
            })
    void what_can_not_be_followed_is_known(String compose) throws IOException {
        assertThat(read(compose).isComplete()).isFalse();
    }

    @Test
    void a_file_that_is_none_names_nothing() throws IOException {
        assertThat(read("{").further()).isEmpty();
    }
}
