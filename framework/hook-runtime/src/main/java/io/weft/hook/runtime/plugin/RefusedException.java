package io.weft.hook.runtime.plugin;

import org.jspecify.annotations.Nullable;

/// Says, in one sentence, why a plugin jar cannot run here.
final class RefusedException extends Exception {

    private static final long serialVersionUID = 1L;

    RefusedException(String reason) {
        super(reason);
    }

    /// Blames a throwable that the plugin's code, or the JVM while it linked the plugin's code, threw.
    static RefusedException because(Throwable cause) {
        if (cause instanceof RefusedException refused) {
            return refused;
        }
        return new RefusedException(sentence(cause));
    }

    private static String sentence(Throwable cause) {
        String detail = cause.getMessage() == null ? "" : ": " + cause.getMessage();
        if (cause instanceof ClassNotFoundException || cause instanceof NoClassDefFoundError) {
            return "it refers to the class " + className(cause.getMessage()) + ", which is not here";
        }
        if (cause instanceof ExceptionInInitializerError && cause.getCause() != null) {
            return sentence(cause.getCause());
        }
        if (cause instanceof UnsupportedClassVersionError) {
            return "it was compiled for a newer Java" + detail;
        }
        if (cause instanceof LinkageError) {
            return "it was built against another version of what it refers to: " + cause.getClass().getSimpleName() + detail;
        }
        if (cause instanceof IllegalStateException || cause instanceof IllegalArgumentException) {
            return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
        }
        return "it failed to start with " + cause.getClass().getName() + detail;
    }

    private static String className(@Nullable String name) {
        return String.valueOf(name).replace('/', '.');
    }
}
