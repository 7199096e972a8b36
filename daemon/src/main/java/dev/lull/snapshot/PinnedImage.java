package dev.lull.snapshot;

import dev.lull.stack.ServiceName;
import java.util.List;

/**
 * The image that a service ran, kept from being pruned by a tag of ours.
 *
 * @param service that ran it
 * @param reference as the compose file names it, e.g. {@code ghcr.io/acme/guestbook:1}
 * @param imageId {@code sha256:…}
 * @param digests that registries know it by, {@code repository@sha256:…}; none for a local build
 * @param pin our tag on it
 */
public record PinnedImage(
        ServiceName service, String reference, String imageId, List<String> digests, String pin) {
    public PinnedImage {
        digests = List.copyOf(digests);
    }
}
