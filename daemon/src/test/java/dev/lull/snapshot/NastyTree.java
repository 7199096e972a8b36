package dev.lull.snapshot;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A tree with everything that copies get wrong, and a way to see it that is not the store's own.
 */
final class NastyTree {
    private static final String ANYONE =
            """
            mkdir empty deep deep/er
            printf 'hello\\n' > plain
            : > zero
            ln plain hard; ln plain deep/hard-too
            printf 'x' > "$(printf 'n%.0s' {1..255})"
            printf 'y' > "$(printf '\\xfe%.0s' {1..255})"
            printf 'newline' > $'new\\nline'
            printf 'bytes' > $'not-utf8-\\xff\\xfe'
            mkdir $'folder-\\xe9'; printf 'inside' > $'folder-\\xe9/caf\\xe9'
            printf 'blank' > ' leading and trailing '
            printf 'dash' > ./-rf
            printf 'star' > '*'
            printf 'back' > 'back\\slash'
            truncate -s 5M sparse; printf 'middle' | dd of=sparse bs=1 seek=3000000 conv=notrunc status=none
            ln -s nowhere dangling; ln -s /etc/passwd absolute; ln -s deep relative
            ln --physical dangling deep/dangling-too
            mkfifo fifo
            head -c 300000 /dev/urandom > random
            chmod 0604 plain; chmod 1777 empty; chmod 4755 zero; chmod 2750 deep
            touch -h -d '2001-02-03 04:05:06.123456789 UTC' dangling
            touch -d '1999-12-31 23:59:59.987654321 UTC' random
            touch -d '1969-12-31 23:00:00 UTC' ' leading and trailing '
            long=deep; for i in {1..12}; do long=$long/$(printf 'd%.0s' {1..100}); done
            mkdir -p "$long"; printf 'far' > "$long/far"
            """;
    private static final String ROOT =
            """
            chown 12345:54321 plain; chown -h 77:88 absolute; chown 70:70 deep
            chown 999:998 .; chmod 0710 .
            chmod 6755 zero
            mknod null c 1 3
            printf 'nobody' > for-nobody; chmod 0000 for-nobody
            mkdir closed; printf 'in' > closed/in; chmod 0000 closed
            """;

    /** {@code cap_net_bind_service=ep}, as the kernel keeps it. */
    private static final String MAY_BIND = "0x0100000200040000000000000000000000000000";

    private static final String TIMES =
            """
            touch -d '2003-03-03 03:03:03.333333333 UTC' deep empty
            touch -d '2002-02-02 02:02:02.222222222 UTC' .
            """;
    private static final String SEEN =
            """
            find . ! -type s -printf '%y %m %U %G %n %T@ %l %P\\0' | sort -z
            find . ! -type s ! -type d -printf '%s %P\\0' | sort -z
            find . -type f -print0 | sort -z | xargs -0 sha256sum
            find . -type c -exec stat -c '%t %T %n' {} +
            """;
    private static final String HARD_LINKS =
            """
            stat -c %i plain hard deep/hard-too | uniq | wc -l
            stat -c %i dangling deep/dangling-too | uniq | wc -l
            """;

    private NastyTree() {}

    static void make(Path folder) throws IOException, InterruptedException {
        Host.bash(folder, ANYONE);
        if (Host.isRoot()) {
            Host.bash(folder, ROOT);
        }
        if (Host.has("setfattr")) {
            Host.bash(folder, "setfattr -n user.note -v hello random deep");
            Host.bash(folder, "setfattr -n user.bytes -v 0x00ff0a plain .");
            Host.bash(folder, "setfattr -n user.long -v $(printf 'v%.0s' {1..1500}) random");
            if (Host.isRoot()) {
                Host.bash(folder, "setfattr -n trusted.lull -v root plain");
                Host.bash(folder, "setfattr -h -n trusted.lull -v link relative");
                Host.bash(folder, "setfattr -n security.capability -v " + MAY_BIND + " random");
            }
        }
        if (Host.has("setfacl")) {
            Host.bash(folder, "setfacl -m u:4321:rw,g:1234:r random");
            Host.bash(folder, "setfacl -d -m u:4321:rwx deep/er");
        }
        try (ServerSocketChannel socket = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            socket.bind(UnixDomainSocketAddress.of(folder.resolve("deep/socket")));
        }
        Host.bash(folder, TIMES);
    }

    /** Everything about every name of a tree, but for sockets. */
    static String seen(Path folder) throws IOException, InterruptedException {
        return Host.bash(folder, look() + HARD_LINKS);
    }

    /** The same of any tree, into a file: of many names it is long. */
    static void seen(Path folder, Path into) throws IOException, InterruptedException {
        Host.bash(folder, "exec > '" + into + "'\n" + look());
    }

    /** Attributes are told in the order of names; getfattr goes by the folder's own otherwise. */
    private static String look() throws IOException, InterruptedException {
        String look = SEEN;
        if (Host.has("getfattr")) {
            look += "find . ! -type s -print0 | sort -z | xargs -0 getfattr -h -d -m - -e hex --\n";
        }
        if (Host.has("getfacl")) {
            look += "find . ! -type s ! -type l -print0 | sort -z | xargs -0 getfacl -n --\n";
        }
        return look;
    }

    /** Spoils it: changes, additions, removals. */
    static void spoil(Path folder) throws IOException, InterruptedException {
        Host.bash(
                folder,
                """
                printf 'changed' > plain
                rm -rf empty sparse
                mkdir -p added/since zero.d; printf 'new' > $'added/since/\\xff'; printf 'new' > .hidden
                rm hard; mkdir hard; printf 'in' > hard/in
                ln -sfn elsewhere relative
                chmod 0777 . deep
                touch random
                """);
        Files.deleteIfExists(folder.resolve("deep/socket"));
        if (Host.has("setfacl")) {
            Host.bash(folder, "setfacl -m u:5:rwx . && setfacl -d -m u:6:rwx .");
        }
        if (Host.has("setfattr")) {
            Host.bash(folder, "setfattr -n user.added -v since .");
        }
    }
}
