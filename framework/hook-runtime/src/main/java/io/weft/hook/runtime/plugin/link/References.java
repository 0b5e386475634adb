package io.weft.hook.runtime.plugin.link;

import java.util.LinkedHashSet;
import java.util.Set;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.ConstantDynamic;
import net.bytebuddy.jar.asm.FieldVisitor;
import net.bytebuddy.jar.asm.Handle;
import net.bytebuddy.jar.asm.Label;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.Type;
import org.jspecify.annotations.Nullable;

/// Everything that one class file refers to.
final class References {

    /// What is done with a member.
    enum Use { GET, PUT, GET_STATIC, PUT_STATIC, CALL, CALL_STATIC, CALL_INTERFACE, CALL_INTERFACE_STATIC, CALL_SPECIAL, MAKE }

    /// A field or method of a class, as a class file names it.
    ///
    /// @param handle whether it is named in a method handle, which has its own rules of kinds
    record Member(String owner, String name, String descriptor, Use use) {

        boolean isField() {
            return !descriptor.startsWith("(");
        }

        String key() {
            return isField() ? name + ":" + descriptor : name + descriptor;
        }

        boolean isStatic() {
            return use == Use.GET_STATIC || use == Use.PUT_STATIC || use == Use.CALL_STATIC || use == Use.CALL_INTERFACE_STATIC;
        }

        /// The member as Java writes it, `void a.B.c(int)`.
        String inJava() {
            String type = Type.getObjectType(owner).getClassName();
            if (isField()) {
                return "field " + Type.getType(descriptor).getClassName() + " " + type + "." + name;
            }
            StringBuilder parameters = new StringBuilder();
            for (Type parameter : Type.getArgumentTypes(descriptor)) {
                parameters.append(parameters.isEmpty() ? "" : ", ").append(parameter.getClassName());
            }
            return name.equals("<init>") ? "constructor " + type + "(" + parameters + ")"
                    : "method " + Type.getReturnType(descriptor).getClassName() + " " + type + "." + name + "(" + parameters + ")";
        }
    }

    private final Set<String> classes = new LinkedHashSet<>();
    private final Set<Member> members = new LinkedHashSet<>();
    private final Set<String> made = new LinkedHashSet<>();

    private References() { }

    static References in(byte[] classFile) {
        References references = new References();
        new ClassReader(classFile).accept(references.new InClass(), ClassReader.SKIP_FRAMES | ClassReader.SKIP_DEBUG);
        return references;
    }

    /// The classes, by their internal names.
    Set<String> classes() {
        return classes;
    }

    Set<Member> members() {
        return members;
    }

    /// The classes of which objects are made.
    Set<String> made() {
        return made;
    }

    private void add(Type type) {
        switch (type.getSort()) {
            case Type.ARRAY -> add(type.getElementType());
            case Type.OBJECT -> classes.add(type.getInternalName());
            case Type.METHOD -> {
                add(type.getReturnType());
                for (Type parameter : type.getArgumentTypes()) {
                    add(parameter);
                }
            }
            default -> { }
        }
    }

    private void addMember(String owner, String name, String descriptor, Use use) {
        add(Type.getObjectType(owner));
        add(Type.getType(descriptor));
        members.add(new Member(owner, name, descriptor, use));
    }

    private void addConstant(Object constant) {
        if (constant instanceof Type type) {
            add(type);
        } else if (constant instanceof Handle handle) {
            addHandle(handle);
        } else if (constant instanceof ConstantDynamic dynamic) {
            add(Type.getType(dynamic.getDescriptor()));
            addHandle(dynamic.getBootstrapMethod());
            for (int i = 0; i < dynamic.getBootstrapMethodArgumentCount(); i++) {
                addConstant(dynamic.getBootstrapMethodArgument(i));
            }
        }
    }

    private void addHandle(Handle handle) {
        Use use = switch (handle.getTag()) {
            case Opcodes.H_GETFIELD -> Use.GET;
            case Opcodes.H_PUTFIELD -> Use.PUT;
            case Opcodes.H_GETSTATIC -> Use.GET_STATIC;
            case Opcodes.H_PUTSTATIC -> Use.PUT_STATIC;
            case Opcodes.H_INVOKESTATIC -> handle.isInterface() ? Use.CALL_INTERFACE_STATIC : Use.CALL_STATIC;
            case Opcodes.H_INVOKEINTERFACE -> Use.CALL_INTERFACE;
            case Opcodes.H_INVOKESPECIAL -> Use.CALL_SPECIAL;
            case Opcodes.H_NEWINVOKESPECIAL -> Use.MAKE;
            default -> Use.CALL;
        };
        addMember(handle.getOwner(), handle.getName(), handle.getDesc(), use);
    }

    private final class InClass extends ClassVisitor {

        InClass() {
            super(Opcodes.ASM9);
        }

        @Override
        public void visit(int version, int access, String name, @Nullable String signature, @Nullable String superName, String[] interfaces) {
            if (superName != null) {
                classes.add(superName);
            }
            classes.addAll(Set.of(interfaces));
        }

        @Override
        public @Nullable FieldVisitor visitField(int access, String name, String descriptor, @Nullable String signature, @Nullable Object value) {
            add(Type.getType(descriptor));
            return null;
        }

        @Override
        public MethodVisitor visitMethod(int access, String name, String descriptor, @Nullable String signature, String @Nullable [] exceptions) {
            add(Type.getType(descriptor));
            return new InCode();
        }
    }

    private final class InCode extends MethodVisitor {

        InCode() {
            super(Opcodes.ASM9);
        }

        @Override
        public void visitTypeInsn(int opcode, String type) {
            add(Type.getObjectType(type));
            if (opcode == Opcodes.NEW) {
                made.add(type);
            }
        }

        @Override
        public void visitFieldInsn(int opcode, String owner, String name, String descriptor) {
            addMember(owner, name, descriptor, switch (opcode) {
                case Opcodes.GETFIELD -> Use.GET;
                case Opcodes.PUTFIELD -> Use.PUT;
                case Opcodes.GETSTATIC -> Use.GET_STATIC;
                default -> Use.PUT_STATIC;
            });
        }

        @Override
        public void visitMethodInsn(int opcode, String owner, String name, String descriptor, boolean isInterface) {
            addMember(owner, name, descriptor, switch (opcode) {
                case Opcodes.INVOKESTATIC -> isInterface ? Use.CALL_INTERFACE_STATIC : Use.CALL_STATIC;
                case Opcodes.INVOKEINTERFACE -> Use.CALL_INTERFACE;
                case Opcodes.INVOKESPECIAL -> name.equals("<init>") ? Use.MAKE : Use.CALL_SPECIAL;
                default -> Use.CALL;
            });
        }

        @Override
        public void visitInvokeDynamicInsn(String name, String descriptor, Handle bootstrap, Object... arguments) {
            add(Type.getMethodType(descriptor));
            addHandle(bootstrap);
            for (Object argument : arguments) {
                addConstant(argument);
            }
        }

        @Override
        public void visitLdcInsn(Object constant) {
            addConstant(constant);
        }

        @Override
        public void visitMultiANewArrayInsn(String descriptor, int dimensions) {
            add(Type.getType(descriptor));
        }

        @Override
        public void visitTryCatchBlock(Label start, Label end, Label handler, @Nullable String type) {
            if (type != null) {
                classes.add(type);
            }
        }
    }
}
