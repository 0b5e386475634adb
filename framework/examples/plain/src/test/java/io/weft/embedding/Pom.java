package io.weft.embedding;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/// A POM as it is written.
///
/// @param folder where its module is
/// @param skipped whether it, or the one that lists it, says that it is not published
record Pom(Path folder, Element project, boolean skipped) {

    private static final Path ROOT = Path.of(System.getProperty("basedir", ".")).toAbsolutePath().normalize().getParent().getParent().getParent();

    static Pom root() {
        return read(ROOT, false);
    }

    static Pom read(Path folder, boolean skipped) {
        try {
            Element project = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(folder.resolve("pom.xml").toFile()).getDocumentElement();
            Pom pom = new Pom(folder, project, skipped);
            return new Pom(folder, project, skipped || pom.property("maven.deploy.skip").equals("true"));
        } catch (SAXException | IOException | ParserConfigurationException e) {
            throw new IllegalStateException(folder.toString(), e);
        }
    }

    /// Each module of the reactor.
    static List<Pom> reactor() {
        List<Pom> all = new ArrayList<>();
        root().addTo(all);
        return all;
    }

    private void addTo(List<Pom> all) {
        all.add(this);
        for (Element module : children(child("modules"))) {
            read(folder.resolve(module.getTextContent()), skipped).addTo(all);
        }
    }

    /// Other people's POMs name it as a dependency.
    boolean isPublished() {
        return !skipped && List.of("jar", "maven-plugin").contains(text("packaging").isEmpty() ? "jar" : text("packaging"));
    }

    String artifactId() {
        return text("artifactId");
    }

    String property(String name) {
        return children(child("properties")).stream().filter(each -> each.getTagName().equals(name)).map(Node::getTextContent).findFirst().orElse("");
    }

    private String text(String name) {
        return child(name).map(Node::getTextContent).orElse("");
    }

    Optional<Element> child(String name) {
        return children(Optional.of(project)).stream().filter(each -> each.getTagName().equals(name)).findFirst();
    }

    static List<Element> children(Optional<? extends Node> of) {
        NodeList nodes = of.map(Node::getChildNodes).orElse(null);
        return nodes == null ? List.of() : Stream.iterate(0, i -> i < nodes.getLength(), i -> i + 1).map(nodes::item)
                .filter(Element.class::isInstance).map(Element.class::cast).toList();
    }

    /// Elements of one name, wherever they are.
    List<Element> all(String name) {
        NodeList nodes = project.getElementsByTagName(name);
        return Stream.iterate(0, i -> i < nodes.getLength(), i -> i + 1).map(nodes::item).map(Element.class::cast).toList();
    }

    /// The packages of its sources.
    List<String> packages() throws IOException {
        Path sources = folder.resolve("src/main/java");
        if (!Files.isDirectory(sources)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(sources)) {
            return files.filter(file -> file.toString().endsWith(".java")).map(file -> sources.relativize(file.getParent()).toString()).distinct().toList();
        }
    }
}
