package io.weft.hook.index;

import io.weft.hook.HookHandler;
import io.weft.hook.HookPlugin;
import io.weft.hook.Verdict;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import javax.annotation.processing.AbstractProcessor;
import javax.annotation.processing.RoundEnvironment;
import javax.lang.model.SourceVersion;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.util.ElementFilter;
import javax.tools.Diagnostic;
import javax.tools.StandardLocation;

/// Writes a plugin's index while javac compiles it, and refuses handler methods and plugin classes that a host could not use.
public final class PluginIndexProcessor extends AbstractProcessor {

    private final Set<String> found = new TreeSet<>();
    private final Set<String> compiled = new TreeSet<>();

    @Override
    public Set<String> getSupportedAnnotationTypes() {
        // a HookPlugin bears no annotation
        return Set.of("*");
    }

    @Override
    public SourceVersion getSupportedSourceVersion() {
        return SourceVersion.latest();
    }

    @Override
    public boolean process(Set<? extends TypeElement> annotations, RoundEnvironment round) {
        for (TypeElement type : ElementFilter.typesIn(round.getRootElements())) {
            visit(type);
        }
        if (round.processingOver() && !round.errorRaised() && !compiled.isEmpty()) {
            writeIndex();
        }
        return false;
    }

    private void visit(TypeElement type) {
        compiled.add(binaryName(type));
        if (belongsInIndex(type)) {
            check(type);
            found.add(binaryName(type));
        }
        ElementFilter.typesIn(type.getEnclosedElements()).forEach(this::visit);
    }

    private boolean belongsInIndex(TypeElement type) {
        return !handlerMethods(type).isEmpty() || isPlugin(type) && isConcrete(type);
    }

    private static List<ExecutableElement> handlerMethods(TypeElement type) {
        return ElementFilter.methodsIn(type.getEnclosedElements()).stream()
                .filter(method -> method.getAnnotation(HookHandler.class) != null)
                .toList();
    }

    private boolean isPlugin(TypeElement type) {
        TypeElement plugin = processingEnv.getElementUtils().getTypeElement(HookPlugin.class.getName());
        return plugin != null && processingEnv.getTypeUtils().isAssignable(type.asType(), plugin.asType());
    }

    private static boolean isConcrete(TypeElement type) {
        return (type.getKind() == ElementKind.CLASS || type.getKind() == ElementKind.RECORD)
                && !type.getModifiers().contains(Modifier.ABSTRACT);
    }

    private void check(TypeElement type) {
        String name = type.getQualifiedName().toString();
        if (!isConcrete(type)) {
            error(type, name + " has handler methods, so it must be a class that can be made: not abstract, no interface, no enum");
        }
        if (type.getNestingKind().isNested() && !type.getModifiers().contains(Modifier.STATIC)) {
            error(type, name + " is made by the host, so it must be a top-level or a static nested class");
        }
        if (!type.getModifiers().contains(Modifier.PUBLIC)) {
            error(type, name + " is made by the host, so it must be public");
        }
        List<ExecutableElement> constructors = ElementFilter.constructorsIn(type.getEnclosedElements());
        if (constructors.size() != 1 || !constructors.get(0).getModifiers().contains(Modifier.PUBLIC)) {
            error(type, name + " is made by the host, so it must have exactly one constructor, and a public one");
        }
        handlerMethods(type).forEach(this::check);
    }

    private void check(ExecutableElement method) {
        String name = method.getEnclosingElement().getSimpleName() + "." + method.getSimpleName();
        Set<Modifier> modifiers = method.getModifiers();
        if (!modifiers.contains(Modifier.PUBLIC) || modifiers.contains(Modifier.STATIC) || modifiers.contains(Modifier.ABSTRACT)) {
            error(method, "handler method " + name + " must be public, not static and not abstract");
        }
        if (method.getParameters().size() != 1) {
            error(method, "handler method " + name + " must take the subject and nothing else");
        } else if (method.getParameters().get(0).asType().getKind().isPrimitive()) {
            error(method, "handler method " + name + " must take an object, not a " + method.getParameters().get(0).asType());
        }
        if (!answersVerdictOrNothing(method.getReturnType())) {
            error(method, "handler method " + name + " must answer Verdict or void, not " + method.getReturnType());
        }
    }

    private boolean answersVerdictOrNothing(TypeMirror answer) {
        TypeElement verdict = processingEnv.getElementUtils().getTypeElement(Verdict.class.getName());
        return answer.getKind() == TypeKind.VOID || processingEnv.getTypeUtils().isSameType(answer, verdict.asType());
    }

    private void error(Element where, String message) {
        processingEnv.getMessager().printMessage(Diagnostic.Kind.ERROR, message, where);
    }

    private void writeIndex() {
        Set<String> names = new TreeSet<>(found);
        try {
            names.addAll(stillValid());
            try (Writer file = processingEnv.getFiler().createResource(StandardLocation.CLASS_OUTPUT, "", PluginIndex.PATH).openWriter()) {
                PluginIndex.write(file, names);
            }
        } catch (IOException e) {
            processingEnv.getMessager().printMessage(Diagnostic.Kind.ERROR, PluginIndex.PATH + " cannot be written: " + e.getMessage());
        }
    }

    /// What the last compilation listed and this one, which may be of a few classes only, did not see.
    private Set<String> stillValid() throws IOException {
        Set<String> valid = new TreeSet<>();
        try (Reader file = processingEnv.getFiler().getResource(StandardLocation.CLASS_OUTPUT, "", PluginIndex.PATH).openReader(true)) {
            for (String name : PluginIndex.read(file)) {
                TypeElement type = compiled.contains(name) ? null : processingEnv.getElementUtils().getTypeElement(name.replace('$', '.'));
                if (type != null && belongsInIndex(type)) {
                    valid.add(name);
                }
            }
        } catch (NoSuchFileException | FileNotFoundException e) {
            // the first compilation
            return valid;
        }
        return valid;
    }

    private String binaryName(TypeElement type) {
        return processingEnv.getElementUtils().getBinaryName(type).toString();
    }
}
