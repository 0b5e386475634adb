package io.weft.hook.runtime.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weft.hook.PointOptions;
import io.weft.hook.runtime.HookTables;
import io.weft.hook.runtime.Letter;
import io.weft.hook.runtime.LogCapture;
import io.weft.hook.runtime.plugin.signature.SignaturePolicy;
import io.weft.hook.runtime.plugin.signature.TrustedSigners;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.CertPath;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import jdk.security.jarsigner.JarSigner;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Jars that are signed, are not, or pretend to be.
class SignatureTest {

    private static final char[] PASSWORD = "letters".toCharArray();
    private static final String REFUSED = "; this host runs only what those it trusts have signed";

    @TempDir
    private static Path keys;

    @TempDir
    private Path folder;

    private final HookTables tables = HookTables.create();
    private Path unsigned;

    @BeforeAll
    static void makeKeys() throws Exception {
        makeKey("ada", "-dname", "CN=Ada");
        makeKey("mallory", "-dname", "CN=Mallory");
        makeKey("old", "-dname", "CN=Old", "-startdate", "2020/01/01 00:00:00", "-validity", "30");
        makeKey("authority", "-dname", "CN=Authority", "-ext", "bc:c");
        makeKey("eve", "-dname", "CN=Eve", "-signer", "authority", "-signerkeypass", new String(PASSWORD));
        makeKey("server", "-dname", "CN=Server", "-ext", "eku=serverAuth");
    }

    private static void makeKey(String alias, String... more) throws Exception {
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(), "-genkeypair",
                "-alias", alias, "-keyalg", "EC", "-keystore", store().toString(), "-storetype", "PKCS12", "-storepass", new String(PASSWORD)));
        command.addAll(Arrays.asList(more));
        Process keytool = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(keytool.waitFor()).as(output).isZero();
    }

    private static Path store() {
        return keys.resolve("keys.p12");
    }

    @BeforeEach
    void buildPlugin() throws Exception {
        tables.declare("SORT", Letter.class, PointOptions.failClosed());
        unsigned = new PluginJar(folder, "post").source("Look", "public class Look { @HookHandler(at = \"SORT\") public void look(Letter letter) { } }").build();
    }

    @Test
    void jarOfATrustedSignerRuns() throws Exception {
        assertThat(refusals(signed("ada"), "ada")).isEmpty();
        assertThat(refusals(signed("ada"), TrustedSigners.of(store(), PASSWORD))).isEmpty();
    }

    @Test
    void certificatesAreReadFromAFileInPem() throws Exception {
        Path ada = certificates("ada");
        Path both = Files.writeString(folder.resolve("both.pem"), Files.readString(ada) + Files.readString(certificates("authority")));
        assertThat(refusals(signed("ada"), TrustedSigners.ofCertificates(ada))).isEmpty();
        assertThat(refusals(signed("eve"), TrustedSigners.ofCertificates(both))).isEmpty();
        assertThat(refusals(signed("mallory"), TrustedSigners.ofCertificates(both))).containsExactly("its signer CN=Mallory is not trusted here" + REFUSED);
        Path empty = Files.createFile(folder.resolve("empty.pem"));
        assertThatThrownBy(() -> TrustedSigners.ofCertificates(empty)).hasMessage(empty + " has no certificate in it");
    }

    private Path certificates(String alias) throws Exception {
        byte[] der = KeyStore.getInstance(store().toFile(), PASSWORD).getCertificate(alias).getEncoded();
        return Files.writeString(folder.resolve(alias + ".pem"), "-----BEGIN CERTIFICATE-----\n"
                + Base64.getMimeEncoder().encodeToString(der) + "\n-----END CERTIFICATE-----\n");
    }

    @Test
    void jarOfASignerForWhomATrustedAuthorityVouchesRuns() throws Exception {
        assertThat(refusals(signed("eve"), "authority")).isEmpty();
    }

    @Test
    void unsignedJarIsRefused() throws Exception {
        assertThat(refusals(unsigned, "ada")).containsExactly("it is not signed" + REFUSED);
    }

    @Test
    void jarOfAStrangerIsRefused() throws Exception {
        assertThat(refusals(signed("mallory"), "ada")).containsExactly("its signer CN=Mallory is not trusted here" + REFUSED);
        assertThat(refusals(signed("eve"), "ada")).containsExactly("its signer CN=Eve is not trusted here" + REFUSED);
        assertThat(refusals(signed("mallory"), TrustedSigners.of(List.of()))).containsExactly("its signer CN=Mallory is not trusted here" + REFUSED);
    }

    @Test
    void jarWhoseSignersCertificateHasExpiredIsRefused() throws Exception {
        assertThat(refusals(signed("old"), "old")).singleElement().asString()
                .startsWith("the certificate of its signer CN=Old expired on 2020-01-3").endsWith(REFUSED);
    }

    @Test
    void jarSignedWithACertificateForSomethingElseIsRefused() throws Exception {
        assertThat(refusals(signed("server"), "server")).containsExactly("the certificate of its signer CN=Server is not for signing code" + REFUSED);
    }

    @Test
    void jarWithAChangedClassIsRefused() throws Exception {
        Path changed = rewrite(signed("ada"), "post/Look.class", false);
        assertThat(refusals(changed, "ada")).singleElement().asString().startsWith("it was changed after it was signed: ").contains("post/Look.class");
    }

    @Test
    void jarWithAChangedManifestIsRefused() throws Exception {
        Path changed = rewrite(signed("ada"), "META-INF/MANIFEST.MF", false);
        assertThat(refusals(changed, "ada")).singleElement().asString().startsWith("it was changed after it was signed: ");
    }

    @Test
    void jarToWhichAnEntryWasAddedIsRefused() throws Exception {
        Path more = rewrite(signed("ada"), "post/More.class", true);
        assertThat(refusals(more, "ada")).containsExactly("its entry post/More.class is not signed, though others are" + REFUSED);
    }

    @Test
    void policyThatWarnsRunsTheJarAndSaysWhatIsWrong() {
        try (LogCapture log = new LogCapture()) {
            assertThat(refusals(unsigned, SignaturePolicy.WARN, TrustedSigners.of(List.of()))).isEmpty();
            assertThat(log.messages()).contains("Plugin jar post.jar should not be trusted: it is not signed");
        }
    }

    @Test
    void policyThatIsOffDoesNotLook() throws Exception {
        try (LogCapture log = new LogCapture()) {
            assertThat(refusals(signed("mallory"), SignaturePolicy.OFF, TrustedSigners.of(List.of()))).isEmpty();
            assertThat(log.messages()).noneMatch(message -> message.contains("trust"));
        }
    }

    @Test
    void versionThatIsNotSignedDoesNotTakeThePlaceOfOneThatIs() throws Exception {
        Path good = signed("ada");
        try (PluginHost host = host(good, SignaturePolicy.REQUIRE, trusted("ada"))) {
            assertThat(host.replace(unsigned)).extracting(Refusal::reason).containsExactly("it is not signed" + REFUSED);
            assertThat(host.plugins()).extracting(PluginInfo::jar).containsExactly(good);
        }
    }

    private Path signed(String alias) throws Exception {
        KeyStore store = KeyStore.getInstance(store().toFile(), PASSWORD);
        CertPath chain = CertificateFactory.getInstance("X.509").generateCertPath(Arrays.asList(store.getCertificateChain(alias)));
        Path jar = folder.resolve("signed.jar");
        try (ZipFile from = new ZipFile(unsigned.toFile()); OutputStream to = Files.newOutputStream(jar)) {
            new JarSigner.Builder((PrivateKey) store.getKey(alias, PASSWORD), chain).build().sign(from, to);
        }
        return jar;
    }

    /// @param adds whether the entry comes anew, or is there and gets another content
    private Path rewrite(Path jar, String changed, boolean adds) throws Exception {
        Path to = folder.resolve("rewritten.jar");
        try (ZipFile from = new ZipFile(jar.toFile()); ZipOutputStream output = new ZipOutputStream(Files.newOutputStream(to))) {
            for (ZipEntry entry : from.stream().toList()) {
                output.putNextEntry(new ZipEntry(entry.getName()));
                try (InputStream content = from.getInputStream(entry)) {
                    String text = new String(content.readAllBytes(), StandardCharsets.ISO_8859_1);
                    String other = entry.getName().equals(changed) ? text.replace("1.2.3", "1.2.4").replace("look", "lock") : text;
                    output.write(other.getBytes(StandardCharsets.ISO_8859_1));
                }
            }
            if (adds) {
                output.putNextEntry(new ZipEntry(changed));
                output.write(1);
            }
        }
        return to;
    }

    private static TrustedSigners trusted(String alias) throws Exception {
        return TrustedSigners.of(List.of((X509Certificate) KeyStore.getInstance(store().toFile(), PASSWORD).getCertificate(alias)));
    }

    private List<String> refusals(Path jar, String trustedAlias) throws Exception {
        return refusals(jar, trusted(trustedAlias));
    }

    private List<String> refusals(Path jar, TrustedSigners signers) {
        return refusals(jar, SignaturePolicy.REQUIRE, signers);
    }

    private List<String> refusals(Path jar, SignaturePolicy policy, TrustedSigners signers) {
        try (PluginHost host = host(jar, policy, signers)) {
            return host.refused().stream().map(Refusal::reason).toList();
        }
    }

    private PluginHost host(Path jar, SignaturePolicy policy, TrustedSigners signers) {
        return PluginHost.builder().hooks(tables).signatures(policy, signers).plugins(jar).build();
    }
}
