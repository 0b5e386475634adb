package io.weft.hook.runtime.plugin.config;

import io.weft.hook.PluginConfig;
import io.weft.hook.Setting;
import io.weft.hook.runtime.plugin.config.ConfigValue.Mapping;
import io.weft.hook.runtime.plugin.config.ConfigValue.Nothing;
import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Makes a record of what a configuration says.
public final class ConfigRecord {

    private ConfigRecord() { }

    /// A record filled with what is written, and with defaults where nothing is.
    ///
    /// @param type a record marked {@link PluginConfig}
    /// @throws ConfigException names the key, what stands there, what is allowed, and where
    public static <T> T of(Class<T> type, ConfigValue written) throws ConfigException {
        if (!type.isRecord()) {
            throw new ConfigException(type.getName() + " is marked @PluginConfig and must be a record");
        }
        return type.cast(make(type, "", written));
    }

    /// @param path the keys that lead to the record, each with a dot behind it
    static Object make(Class<?> type, String path, ConfigValue written) throws ConfigException {
        Map<String, ConfigValue> entries;
        if (written instanceof Mapping mapping) {
            entries = mapping.entries();
        } else if (written instanceof Nothing) {
            entries = Map.of();
        } else {
            throw ConfigException.at(written.place(), subject(path) + "is " + written.shown() + ", but must be a mapping with the keys " + keys(type));
        }
        for (Map.Entry<String, ConfigValue> entry : entries.entrySet()) {
            if (!keys(type).contains(entry.getKey())) {
                throw ConfigException.at(entry.getValue().place(), "key " + path + entry.getKey() + " is unknown; known are " + keys(type));
            }
        }
        List<@Nullable Object> values = new ArrayList<>();
        for (RecordComponent component : type.getRecordComponents()) {
            ConfigValue value = entries.getOrDefault(component.getName(), new Nothing(written.place()));
            values.add(component(component, path + component.getName(), value));
        }
        return construct(type, path, written, values);
    }

    private static String subject(String path) {
        return path.isEmpty() ? "the configuration " : "key " + path.substring(0, path.length() - 1) + " ";
    }

    private static List<String> keys(Class<?> type) {
        return Arrays.stream(type.getRecordComponents()).map(RecordComponent::getName).toList();
    }

    private static @Nullable Object component(RecordComponent component, String key, ConfigValue written) throws ConfigException {
        Setting setting = component.getAnnotation(Setting.class);
        ConfigValue value = written;
        if (written instanceof Nothing && setting != null && setting.byDefault().length > 0) {
            value = byDefault(component, setting);
        }
        if (value instanceof Nothing) {
            if (component.getType() == Optional.class) {
                return Optional.empty();
            }
            if (isNullable(component)) {
                return null;
            }
            if (component.getType().isRecord()) {
                return make(component.getType(), key + ".", value);
            }
            throw ConfigException.at(value.place(), "key " + key + " is missing; it must be " + ConfigType.wanted(component.getGenericType(), setting));
        }
        return ConfigType.convert(component.getGenericType(), key, value, setting);
    }

    private static ConfigValue byDefault(RecordComponent component, Setting setting) {
        String source = "@Setting of " + component.getDeclaringRecord().getName() + "." + component.getName();
        boolean several = Collection.class.isAssignableFrom(component.getType());
        return ConfigValue.of(source, several ? List.of(setting.byDefault()) : setting.byDefault()[0]);
    }

    /// Whoever wrote the annotation, as long as it says so.
    private static boolean isNullable(RecordComponent component) {
        return !component.getType().isPrimitive()
                && (bearsNullable(component) || bearsNullable(component.getAnnotatedType()) || bearsNullable(component.getAccessor()));
    }

    private static boolean bearsNullable(AnnotatedElement element) {
        for (Annotation annotation : element.getAnnotations()) {
            if (annotation.annotationType().getSimpleName().equals("Nullable")) {
                return true;
            }
        }
        return false;
    }

    private static Object construct(Class<?> type, String path, ConfigValue written, List<@Nullable Object> values) throws ConfigException {
        try {
            Class<?>[] types = Arrays.stream(type.getRecordComponents()).map(RecordComponent::getType).toArray(Class<?>[]::new);
            Constructor<?> constructor = type.getDeclaredConstructor(types);
            constructor.setAccessible(true);
            return constructor.newInstance(values.toArray());
        } catch (InvocationTargetException e) {
            Throwable cause = e.getCause();
            if (cause instanceof VirtualMachineError dying) {
                throw dying;
            }
            String why = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
            throw ConfigException.at(written.place(), subject(path) + "is refused by " + type.getSimpleName() + ": " + why);
        } catch (ReflectiveOperationException e) {
            throw new ConfigException(type.getName() + " cannot be made: " + e);
        }
    }
}
