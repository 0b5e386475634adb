package io.weft.hook.runtime.plugin.signature;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSigner;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertPath;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.jspecify.annotations.Nullable;

/// The certificates of those whose jars a host runs: signers themselves, or authorities that vouch for signers.
public final class TrustedSigners {

    private static final String CODE_SIGNING = "1.3.6.1.5.5.7.3.3";
    private static final String ANY_USAGE = "2.5.29.37.0";

    private final Set<X509Certificate> trusted;

    private TrustedSigners(Collection<X509Certificate> trusted) {
        this.trusted = Set.copyOf(trusted);
    }

    public static TrustedSigners of(Collection<X509Certificate> certificates) {
        return new TrustedSigners(certificates);
    }

    /// The certificates in a key store, those of its keys included.
    public static TrustedSigners of(KeyStore store) throws GeneralSecurityException {
        List<X509Certificate> certificates = new ArrayList<>();
        for (String alias : Collections.list(store.aliases())) {
            if (store.getCertificate(alias) instanceof X509Certificate certificate) {
                certificates.add(certificate);
            }
        }
        return new TrustedSigners(certificates);
    }

    /// The certificates in a key store file of any type that Java reads.
    public static TrustedSigners of(Path store, char[] password) throws IOException, GeneralSecurityException {
        return of(KeyStore.getInstance(store.toFile(), password));
    }

    /// The certificates in a file, in PEM one behind the other, or one in DER: what `keytool -exportcert -rfc` and `openssl x509` write.
    ///
    /// @throws GeneralSecurityException when it has none
    public static TrustedSigners ofCertificates(Path file) throws IOException, GeneralSecurityException {
        try (InputStream in = Files.newInputStream(file)) {
            List<X509Certificate> certificates = new ArrayList<>();
            for (Certificate each : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                certificates.add((X509Certificate) each);
            }
            if (certificates.isEmpty()) {
                throw new CertificateException(file + " has no certificate in it");
            }
            return new TrustedSigners(certificates);
        }
    }

    /// Reads a jar whole and verifies its signatures.
    ///
    /// @param jar nobody may change it between this and its use
    /// @return what is wrong, the rest of a sentence that begins with the jar's name, or null when one of these signed every entry
    public @Nullable String problemWith(Path jar) throws IOException {
        Set<CodeSigner> signers = null;
        try (JarFile file = new JarFile(jar.toFile(), true)) {
            for (JarEntry entry : file.stream().toList()) {
                if (entry.isDirectory() || isPartOfTheSignature(entry.getName())) {
                    continue;
                }
                try (InputStream content = file.getInputStream(entry)) {
                    content.transferTo(OutputStream.nullOutputStream());
                }
                Set<CodeSigner> ofEntry = entry.getCodeSigners() == null ? Set.of() : Set.of(entry.getCodeSigners());
                if (ofEntry.isEmpty()) {
                    return isAnySigned(file) ? "its entry " + entry.getName() + " is not signed, though others are" : "it is not signed";
                }
                if (signers == null) {
                    signers = new LinkedHashSet<>(ofEntry);
                }
                signers.retainAll(ofEntry);
            }
        } catch (SecurityException e) {
            return "it was changed after it was signed: " + e.getMessage();
        }
        return signers == null ? "it is not signed" : problemWith(signers);
    }

    private static boolean isAnySigned(JarFile file) {
        return file.stream().anyMatch(entry -> isBlock(entry.getName().toUpperCase(Locale.ROOT)));
    }

    private static boolean isBlock(String upperCase) {
        return upperCase.startsWith("META-INF/") && upperCase.indexOf('/', "META-INF/".length()) < 0
                && (upperCase.endsWith(".SF") || upperCase.endsWith(".RSA") || upperCase.endsWith(".DSA") || upperCase.endsWith(".EC"));
    }

    private static boolean isPartOfTheSignature(String entry) {
        String name = entry.toUpperCase(Locale.ROOT);
        return name.equals(JarFile.MANIFEST_NAME) || isBlock(name);
    }

    private @Nullable String problemWith(Set<CodeSigner> signers) {
        if (signers.isEmpty()) {
            return "its entries have no signer in common";
        }
        String problem = null;
        for (CodeSigner signer : signers) {
            problem = problemWith(signer.getSignerCertPath());
            if (problem == null) {
                return null;
            }
        }
        return problem;
    }

    private @Nullable String problemWith(CertPath path) {
        List<X509Certificate> chain = new ArrayList<>();
        for (Certificate certificate : path.getCertificates()) {
            chain.add((X509Certificate) certificate);
        }
        X509Certificate signer = chain.get(0);
        String name = signer.getSubjectX500Principal().getName();
        try {
            signer.checkValidity();
            if (!maySignCode(signer)) {
                return "the certificate of its signer " + name + " is not for signing code";
            }
            if (!trusted.contains(signer)) {
                validate(chain);
            }
            return null;
        } catch (CertificateExpiredException e) {
            return "the certificate of its signer " + name + " expired on " + signer.getNotAfter().toInstant();
        } catch (CertificateNotYetValidException e) {
            return "the certificate of its signer " + name + " is not valid before " + signer.getNotBefore().toInstant();
        } catch (CertPathValidatorException e) {
            boolean expired = e.getReason() == CertPathValidatorException.BasicReason.EXPIRED;
            return expired ? "a certificate that vouches for its signer " + name + " has expired" : "its signer " + name + " is not trusted here";
        } catch (GeneralSecurityException e) {
            return "its signer " + name + " cannot be judged: " + e.getMessage();
        }
    }

    private static boolean maySignCode(X509Certificate signer) throws GeneralSecurityException {
        List<String> usages = signer.getExtendedKeyUsage();
        return usages == null || usages.contains(CODE_SIGNING) || usages.contains(ANY_USAGE);
    }

    /// RFC 5280 §6, without asking for revocations: a host may have no way to ask.
    private void validate(List<X509Certificate> chain) throws GeneralSecurityException {
        Set<TrustAnchor> anchors = new HashSet<>();
        trusted.forEach(certificate -> anchors.add(new TrustAnchor(certificate, null)));
        if (anchors.isEmpty()) {
            throw new CertPathValidatorException("nobody is trusted");
        }
        List<X509Certificate> path = new ArrayList<>();
        for (X509Certificate certificate : chain) {
            if (trusted.contains(certificate)) {
                break;
            }
            path.add(certificate);
        }
        PKIXParameters parameters = new PKIXParameters(anchors);
        parameters.setRevocationEnabled(false);
        CertPathValidator.getInstance("PKIX").validate(CertificateFactory.getInstance("X.509").generateCertPath(path), parameters);
    }
}
