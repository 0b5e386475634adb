package io.weft.net.testkit.network;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.LifecycleMethodExecutionExceptionHandler;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;
import org.junit.platform.commons.support.AnnotationSupport;
import org.opentest4j.AssertionFailedError;
import org.opentest4j.IncompleteExecutionException;

/// Gives each {@link NetworkTest} its network, ends it, and shows it where the test fails.
final class NetworkExtension
        implements ParameterResolver, AfterEachCallback, TestExecutionExceptionHandler, LifecycleMethodExecutionExceptionHandler {

    private static final Namespace OURS = Namespace.create(NetworkExtension.class);
    private static final String SEED = "weft.seed";
    private static final String CAPTURES = "weft.captures";
    private static final String USUAL_CAPTURES = "target/network-captures";

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Network.class && context.getTestMethod().isPresent();
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getStore(OURS).getOrComputeIfAbsent(Network.class, _ -> make(context), Network.class);
    }

    private static Network make(ExtensionContext context) {
        NetworkTest wanted = AnnotationSupport.findAnnotation(context.getRequiredTestMethod(), NetworkTest.class).orElseThrow();
        return Network.of(wanted.clock(), seed(wanted));
    }

    private static long seed(NetworkTest wanted) {
        String said = System.getProperty(SEED, "");
        return switch (said) {
            case "" -> wanted.seed();
            case "random" -> ThreadLocalRandom.current().nextInt(Integer.MAX_VALUE);
            default -> Long.parseLong(said);
        };
    }

    @Override
    public void handleTestExecutionException(ExtensionContext context, Throwable failure) throws Throwable {
        throw withNetwork(context, failure);
    }

    @Override
    public void handleBeforeEachMethodExecutionException(ExtensionContext context, Throwable failure) throws Throwable {
        throw withNetwork(context, failure);
    }

    /// The failure with the network in its message; the original is its cause.
    private static Throwable withNetwork(ExtensionContext context, Throwable failure) {
        Network network = context.getStore(OURS).get(Network.class, Network.class);
        if (network == null || failure instanceof IncompleteExecutionException) {
            return failure;
        }
        String message = (failure instanceof AssertionError ? failure.getMessage() : failure) + "\n\n" + network + captured(context, network);
        AssertionFailedError shown = failure instanceof AssertionFailedError error && error.isExpectedDefined() && error.isActualDefined()
                ? new AssertionFailedError(message, error.getExpected(), error.getActual(), failure)
                : new AssertionFailedError(message, failure);
        shown.setStackTrace(failure.getStackTrace());
        return shown;
    }

    /// Writes the packets to a file, and says where it is.
    private static String captured(ExtensionContext context, Network network) {
        if (!network.hasRecorded()) {
            return "";
        }
        Path file = Path.of(System.getProperty(CAPTURES, USUAL_CAPTURES)).resolve(fileName(context));
        try {
            network.writeCapture(file);
        } catch (IOException e) {
            return "The packets could not be written to " + file + ": " + e + "\n";
        }
        return "Its packets" + (network.forgottenFrames() > 0 ? ", but for the first " + network.forgottenFrames() : "") + " are in "
                + file + "\n";
    }

    /// Such as `ShopTest.buys.pcapng`.
    private static String fileName(ExtensionContext context) {
        String type = context.getRequiredTestClass().getName();
        String name = type.substring(type.lastIndexOf('.') + 1).replace('$', '.') + "." + context.getRequiredTestMethod().getName();
        return name + ".pcapng";
    }

    @Override
    public void afterEach(ExtensionContext context) {
        Network network = context.getStore(OURS).get(Network.class, Network.class);
        if (network != null) {
            network.close();
        }
    }
}
