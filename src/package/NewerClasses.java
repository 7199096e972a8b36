import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFileVersion;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeTransform;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * Rewrites the class files of a folder that are older than Java 6 as Java 6's: {@code
 * NewerClasses.java FOLDER}. An AOT cache takes no older ones, which have no stack maps. What they
 * do stays the same.
 */
final class NewerClasses extends SimpleFileVisitor<Path> {
    private final ClassFile classFiles;
    private int rewritten;

    private NewerClasses(ClassLoader siblings) {
        classFiles =
                ClassFile.of(
                        ClassFile.StackMapsOption.GENERATE_STACK_MAPS,
                        ClassFile.ClassHierarchyResolverOption.of(
                                ClassHierarchyResolver.ofResourceParsing(siblings)
                                        .orElse(ClassHierarchyResolver.defaultResolver())));
    }

    public static void main(String[] words) throws IOException {
        Path folder = Path.of(words[0]);
        try (URLClassLoader siblings = new URLClassLoader(new URL[] {folder.toUri().toURL()})) {
            NewerClasses visitor = new NewerClasses(siblings);
            Files.walkFileTree(folder, visitor);
            System.out.println(visitor.rewritten);
        }
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
        if (file.toString().endsWith(".class")) {
            var old = classFiles.parse(file);
            if (old.majorVersion() < ClassFile.JAVA_6_VERSION) {
                Files.write(file, classFiles.transformClass(old, newer()));
                rewritten++;
            }
        }
        return FileVisitResult.CONTINUE;
    }

    /** Each method's code is taken apart and put together again, which makes its stack maps. */
    private static ClassTransform newer() {
        return ClassTransform.transformingMethodBodies(CodeTransform.ACCEPT_ALL)
                .andThen((builder, element) -> {
                    if (element instanceof ClassFileVersion) {
                        builder.withVersion(ClassFile.JAVA_6_VERSION, 0);
                    } else {
                        builder.with(element);
                    }
                });
    }
}
