package io.weft.hook.runtime.plugin;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A heap dump as HotSpot writes it (HPROF 1.0.2), as far as it takes to see which object refers to which.
///
/// A dump is a row of records. Those of the kinds STRING and LOAD_CLASS tell names; those of HEAP_DUMP_SEGMENT hold roots, classes,
/// instances and arrays, whose places are noted here.
final class HeapDump {

    private static final int STRING = 0x01;
    private static final int LOAD_CLASS = 0x02;
    private static final int HEAP_DUMP = 0x0C;
    private static final int HEAP_DUMP_SEGMENT = 0x1C;

    private static final int CLASS = 0x20;
    private static final int INSTANCE = 0x21;
    private static final int OBJECTS = 0x22;
    private static final int PRIMITIVES = 0x23;

    private static final int OBJECT = 2;
    /// By the number of a type, from boolean to long.
    private static final int[] SIZES = {0, 0, 0, 0, 1, 2, 4, 8, 1, 2, 4, 8};

    /// @param field its name, or what stands for one where there is none
    record Reference(String field, long to) { }

    private record Field(String name, int type) { }

    private record Type(long parent, List<Field> fields, List<Reference> held) { }

    private final ByteBuffer in;
    private final int idBytes;
    private final Map<Long, String> strings = new HashMap<>();
    private final Map<Long, String> classNames = new HashMap<>();
    private final Map<Long, Type> types = new HashMap<>();
    private final Map<Long, Integer> places = new HashMap<>();
    private final List<Long> roots = new ArrayList<>();

    private HeapDump(ByteBuffer in) {
        this.in = in;
        while (in.get() != 0) {
            // the format's name, up to its end
        }
        idBytes = in.getInt();
        in.getLong();
        while (in.hasRemaining()) {
            record();
        }
    }

    /// @throws IOException when the file cannot be read
    static HeapDump read(Path file) throws IOException {
        return new HeapDump(ByteBuffer.wrap(Files.readAllBytes(file)));
    }

    // ---- what is in it

    List<Long> roots() {
        return roots;
    }

    /// The instances of a class.
    List<Long> instancesOf(String className) {
        List<Long> found = new ArrayList<>();
        places.forEach((id, place) -> {
            if ((in.get(place) & 0xFF) == INSTANCE && className.equals(classNames.get(id(place + 1 + idBytes + 4)))) {
                found.add(id);
            }
        });
        return found;
    }

    /// What an object is, such as `java.lang.Object[]` or `class io.weft.Stack`.
    String describe(long object) {
        if (types.containsKey(object)) {
            return "class " + classNames.get(object);
        }
        Integer place = places.get(object);
        if (place == null) {
            return "?";
        }
        return switch (in.get(place) & 0xFF) {
            case INSTANCE -> String.valueOf(classNames.get(id(place + 1 + idBytes + 4)));
            case OBJECTS -> "array";
            default -> "numbers";
        };
    }

    /// All that an object refers to strongly, its class included.
    List<Reference> references(long object) {
        Type type = types.get(object);
        if (type != null) {
            return type.held;
        }
        Integer place = places.get(object);
        if (place == null) {
            return List.of();
        }
        return switch (in.get(place) & 0xFF) {
            case INSTANCE -> ofInstance(place);
            case OBJECTS -> ofArray(place);
            default -> List.of();
        };
    }

    private List<Reference> ofInstance(int place) {
        List<Reference> all = new ArrayList<>();
        long classId = id(place + 1 + idBytes + 4);
        all.add(new Reference("class", classId));
        int at = place + 1 + idBytes + 4 + idBytes + 4;
        for (Type type = types.get(classId); type != null; type = types.get(type.parent)) {
            for (Field field : type.fields) {
                if (field.type == OBJECT && !field.name.equals("referent")) {
                    all.add(new Reference(field.name, id(at)));
                }
                at += size(field.type);
            }
        }
        return all;
    }

    private List<Reference> ofArray(int place) {
        List<Reference> all = new ArrayList<>();
        int count = in.getInt(place + 1 + idBytes + 4);
        int at = place + 1 + idBytes + 4 + 4 + idBytes;
        for (int i = 0; i < count; i++) {
            all.add(new Reference("[" + i + "]", id(at + i * idBytes)));
        }
        return all;
    }

    /// The text of a string that a field of an object refers to, where it has Latin letters only.
    @Nullable String text(long object, String field) {
        for (Reference named : references(object)) {
            if (named.field.equals(field)) {
                for (Reference value : references(named.to)) {
                    Integer place = places.get(value.to);
                    if (value.field.equals("value") && place != null) {
                        byte[] bytes = new byte[in.getInt(place + 1 + idBytes + 4)];
                        in.get(place + 1 + idBytes + 4 + 4 + 1, bytes);
                        return new String(bytes, StandardCharsets.ISO_8859_1);
                    }
                }
            }
        }
        return null;
    }

    // ---- how it is laid out

    private void record() {
        int tag = in.get() & 0xFF;
        in.getInt();
        int end = in.getInt() + in.position();
        switch (tag) {
            case STRING -> {
                long id = id();
                byte[] bytes = new byte[end - in.position()];
                in.get(bytes);
                strings.put(id, new String(bytes, StandardCharsets.UTF_8));
            }
            case LOAD_CLASS -> {
                in.getInt();
                long id = id();
                in.getInt();
                classNames.put(id, String.valueOf(strings.get(id())).replace('/', '.'));
            }
            case HEAP_DUMP, HEAP_DUMP_SEGMENT -> {
                while (in.position() < end) {
                    part();
                }
            }
            default -> { }
        }
        in.position(end);
    }

    private void part() {
        int place = in.position();
        int tag = in.get() & 0xFF;
        long id = id();
        switch (tag) {
            case CLASS -> types.put(id, type());
            case INSTANCE -> {
                places.put(id, place);
                skip(4 + idBytes);
                skip(in.getInt());
            }
            case OBJECTS -> {
                places.put(id, place);
                skip(4);
                int count = in.getInt();
                skip(idBytes + count * idBytes);
            }
            case PRIMITIVES -> {
                places.put(id, place);
                skip(4);
                int count = in.getInt();
                skip(count * SIZES[in.get()]);
            }
            default -> {
                roots.add(id);
                skip(behindRoot(tag));
            }
        }
    }

    /// What follows the object's id in a record about a root.
    private int behindRoot(int tag) {
        return switch (tag) {
            case 0x01 -> idBytes;
            case 0x02, 0x03, 0x08 -> 8;
            case 0x04, 0x06 -> 4;
            case 0x05, 0x07, 0xFF -> 0;
            default -> throw new IllegalArgumentException("a heap dump with parts of kind " + tag);
        };
    }

    private Type type() {
        List<Reference> held = new ArrayList<>();
        skip(4);
        long parent = id();
        held.add(new Reference("superclass", parent));
        held.add(new Reference("loader", id()));
        skip(4 * idBytes + 4);
        for (int i = in.getShort(); i > 0; i--) {
            skip(2);
            skip(size(in.get()));
        }
        for (int i = in.getShort() & 0xFFFF; i > 0; i--) {
            String name = String.valueOf(strings.get(id()));
            int type = in.get();
            if (type == OBJECT) {
                held.add(new Reference(name, id()));
            } else {
                skip(size(type));
            }
        }
        List<Field> fields = new ArrayList<>();
        for (int i = in.getShort() & 0xFFFF; i > 0; i--) {
            fields.add(new Field(String.valueOf(strings.get(id())), in.get()));
        }
        return new Type(parent, fields, held);
    }

    private int size(int type) {
        return type == OBJECT ? idBytes : SIZES[type];
    }

    private void skip(int bytes) {
        in.position(in.position() + bytes);
    }

    private long id() {
        return idBytes == Long.BYTES ? in.getLong() : in.getInt() & 0xFFFF_FFFFL;
    }

    private long id(int at) {
        return idBytes == Long.BYTES ? in.getLong(at) : in.getInt(at) & 0xFFFF_FFFFL;
    }
}
