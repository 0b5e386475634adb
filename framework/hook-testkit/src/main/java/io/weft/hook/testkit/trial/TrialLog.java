package io.weft.hook.testkit.trial;

/// What the log of a trial says: warnings only, unless the plugin's tests have a configuration of their own.
final class TrialLog {

    private static final String FILE = "logback.configurationFile";

    private TrialLog() { }

    /// Before anything logs.
    static void quiet() {
        ClassLoader loader = TrialLog.class.getClassLoader();
        boolean configured = System.getProperty(FILE) != null || loader.getResource("logback-test.xml") != null
                || loader.getResource("logback.xml") != null;
        if (!configured) {
            System.setProperty(FILE, "io/weft/hook/testkit/trial/logback.xml");
        }
    }
}
