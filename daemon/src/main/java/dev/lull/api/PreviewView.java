package dev.lull.api;

import dev.lull.snapshot.RestorePreview;
import dev.lull.snapshot.VolumeChanges;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a restore would change, as the API shows it: names of files, never their content, and of a
 * container its name and image alone.
 */
record PreviewView(
        String type,
        String id,
        String stack,
        Instant createdAt,
        double ageSeconds,
        boolean possible,
        List<String> obstacles,
        List<ChangedVolumeView> volumes,
        List<ChangedFileView> files,
        List<ChangedContainerView> containers,
        List<String> notes) {

    record ChangedVolumeView(
            String name, NamesView returning, NamesView overwritten, NamesView removed) {}

    record NamesView(long count, long bytes, List<String> first) {}

    record ChangedFileView(String path, String change) {}

    record ChangedContainerView(
            String name, String change, @Nullable ImageView image, @Nullable ImageView imageNow) {}

    record ImageView(String reference, String id) {}

    static PreviewView of(RestorePreview preview) {
        return new PreviewView(
                "dry-run",
                preview.point().value(),
                preview.stack().value(),
                preview.created(),
                Views.seconds(preview.age()),
                preview.obstacles().isEmpty(),
                preview.obstacles(),
                preview.volumes().stream().map(PreviewView::volume).toList(),
                preview.files().stream().map(PreviewView::file).toList(),
                preview.containers().stream().map(PreviewView::container).toList(),
                preview.notes());
    }

    private static ChangedVolumeView volume(RestorePreview.Volume volume) {
        VolumeChanges changes = volume.changes();
        return new ChangedVolumeView(
                volume.name(),
                names(changes.returning()),
                names(changes.overwritten()),
                names(changes.removed()));
    }

    private static NamesView names(VolumeChanges.Names names) {
        return new NamesView(names.count(), names.bytes(), names.first());
    }

    private static ChangedFileView file(RestorePreview.ChangedFile file) {
        return new ChangedFileView(
                file.path().toString(), file.there() ? "overwritten" : "returning");
    }

    private static ChangedContainerView container(RestorePreview.Container container) {
        return new ChangedContainerView(
                container.name(),
                Views.word(container.fate()),
                container.then().map(PreviewView::image).orElse(null),
                container.now().map(PreviewView::image).orElse(null));
    }

    private static ImageView image(RestorePreview.Image image) {
        return new ImageView(image.reference(), image.id());
    }
}
