package io.weft.hook.runtime.plugin.config;

import io.weft.hook.Setting;
import io.weft.hook.runtime.plugin.config.ConfigValue.Mapping;
import io.weft.hook.runtime.plugin.config.ConfigValue.Scalar;
import io.weft.hook.runtime.plugin.config.ConfigValue.Sequence;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What a key may hold, by the type of its record component.
final class ConfigType {

    private static final Pattern DURATION = Pattern.compile("(\\d+)\\s*(ns|us|ms|s|m|h|d)");
    private static final Map<String, Duration> UNITS = Map.of("ns", Duration.ofNanos(1), "us", Duration.ofNanos(1_000), "ms", Duration.ofMillis(1),
            "s", Duration.ofSeconds(1), "m", Duration.ofMinutes(1), "h", Duration.ofHours(1), "d", Duration.ofDays(1));
    private static final Map<Class<?>, Class<?>> WRAPPERS = Map.of(int.class, Integer.class, long.class, Long.class, short.class, Short.class,
            byte.class, Byte.class, double.class, Double.class, float.class, Float.class, boolean.class, Boolean.class, char.class, Character.class);
    private static final Map<Class<?>, long[]> RANGES = Map.of(
            Integer.class, new long[] {Integer.MIN_VALUE, Integer.MAX_VALUE}, Long.class, new long[] {Long.MIN_VALUE, Long.MAX_VALUE},
            Short.class, new long[] {Short.MIN_VALUE, Short.MAX_VALUE}, Byte.class, new long[] {Byte.MIN_VALUE, Byte.MAX_VALUE});

    private ConfigType() { }

    static Object convert(Type type, String key, ConfigValue value, @Nullable Setting setting) throws ConfigException {
        Class<?> raw = raw(type);
        if (raw == Optional.class) {
            return Optional.of(convert(argument(type, 0), key, value, setting));
        }
        if (raw.isRecord()) {
            return ConfigRecord.make(raw, key + ".", value);
        }
        if (raw == List.class || raw == Set.class) {
            List<Object> elements = elements(argument(type, 0), key, value, wanted(type, setting), setting);
            return raw == List.class ? List.copyOf(elements) : Collections.unmodifiableSet(new LinkedHashSet<>(elements));
        }
        if (raw == Map.class) {
            return map(type, key, value, setting);
        }
        if (!(value instanceof Scalar scalar)) {
            throw refused(key, value, wanted(type, setting));
        }
        Object converted = scalar(raw, scalar.text());
        if (converted == null || !isInRange(converted, setting)) {
            throw refused(key, value, wanted(type, setting));
        }
        return converted;
    }

    private static ConfigException refused(String key, ConfigValue value, String wanted) {
        return ConfigException.at(value.place(), "key " + key + " is " + value.shown() + ", but must be " + wanted);
    }

    private static List<Object> elements(Type type, String key, ConfigValue value, String wanted, @Nullable Setting setting) throws ConfigException {
        if (!(value instanceof Sequence sequence)) {
            throw refused(key, value, wanted);
        }
        List<Object> elements = new ArrayList<>();
        for (ConfigValue element : sequence.elements()) {
            elements.add(convert(type, key + "[" + elements.size() + "]", element, setting));
        }
        return elements;
    }

    private static Map<String, Object> map(Type type, String key, ConfigValue value, @Nullable Setting setting) throws ConfigException {
        if (!(value instanceof Mapping mapping) || argument(type, 0) != String.class) {
            throw refused(key, value, wanted(type, setting));
        }
        Map<String, Object> entries = new LinkedHashMap<>();
        for (Map.Entry<String, ConfigValue> entry : mapping.entries().entrySet()) {
            entries.put(entry.getKey(), convert(argument(type, 1), key + "." + entry.getKey(), entry.getValue(), setting));
        }
        return Collections.unmodifiableMap(entries);
    }

    /// @return null when the text is no such value
    private static @Nullable Object scalar(Class<?> type, String text) {
        if (type == String.class) {
            return text;
        }
        if (type == Boolean.class) {
            return text.equals("true") ? Boolean.TRUE : text.equals("false") ? Boolean.FALSE : null;
        }
        if (type == Character.class) {
            return text.length() == 1 ? text.charAt(0) : null;
        }
        if (type.isEnum()) {
            return constant(type, text);
        }
        try {
            return number(type, text);
        } catch (ArithmeticException | IllegalArgumentException | DateTimeException e) {
            return null;
        }
    }

    private static @Nullable Object constant(Class<?> type, String text) {
        String name = text.replace('-', '_');
        return Arrays.stream(type.getEnumConstants()).filter(constant -> ((Enum<?>) constant).name().equalsIgnoreCase(name)).findFirst().orElse(null);
    }

    private static @Nullable Object number(Class<?> type, String text) {
        if (type == Duration.class) {
            return duration(text);
        }
        if (type == Path.class) {
            return Path.of(text);
        }
        if (type == Double.class) {
            return Double.valueOf(text);
        }
        if (type == Float.class) {
            return Float.valueOf(text);
        }
        BigDecimal number = new BigDecimal(text.replace("_", ""));
        if (type == BigDecimal.class) {
            return number;
        }
        BigInteger whole = number.toBigIntegerExact();
        if (type == BigInteger.class) {
            return whole;
        }
        if (type == Integer.class) {
            return whole.intValueExact();
        }
        if (type == Long.class) {
            return whole.longValueExact();
        }
        return type == Short.class ? (Object) whole.shortValueExact() : type == Byte.class ? (Object) whole.byteValueExact() : null;
    }

    private static Duration duration(String text) {
        Matcher matcher = DURATION.matcher(text.strip().toLowerCase(Locale.ROOT));
        return matcher.matches() ? UNITS.get(matcher.group(2)).multipliedBy(Long.parseLong(matcher.group(1))) : Duration.parse(text);
    }

    private static boolean isInRange(Object value, @Nullable Setting setting) {
        if (setting == null || !(value instanceof Number number)) {
            return true;
        }
        BigDecimal exact = new BigDecimal(number.toString());
        return exact.compareTo(BigDecimal.valueOf(setting.atLeast())) >= 0 && exact.compareTo(BigDecimal.valueOf(setting.atMost())) <= 0;
    }

    /// What is allowed, in words.
    static String wanted(Type type, @Nullable Setting setting) {
        Class<?> raw = raw(type);
        if (raw == Optional.class) {
            return wanted(argument(type, 0), setting);
        }
        if (raw == List.class || raw == Set.class) {
            return "a list, each element " + wanted(argument(type, 0), setting);
        }
        if (raw == Map.class) {
            return "a mapping, each value " + wanted(argument(type, 1), setting);
        }
        if (raw.isEnum()) {
            return "one of " + Arrays.toString(raw.getEnumConstants());
        }
        if (RANGES.containsKey(raw) || raw == BigInteger.class) {
            return "a whole number" + range(RANGES.getOrDefault(raw, new long[] {Long.MIN_VALUE, Long.MAX_VALUE}), setting);
        }
        if (Number.class.isAssignableFrom(raw)) {
            return "a number" + range(new long[] {Long.MIN_VALUE, Long.MAX_VALUE}, setting);
        }
        return plain(raw);
    }

    private static String plain(Class<?> type) {
        if (type == Boolean.class) {
            return "true or false";
        }
        if (type == Duration.class) {
            return "a duration such as 250ms, 5s, 2m or 1h";
        }
        if (type == Path.class) {
            return "a path";
        }
        if (type == Character.class) {
            return "one character";
        }
        return type == String.class ? "a text" : "of type " + type.getName() + ", which no configuration can hold";
    }

    private static String range(long[] ofType, @Nullable Setting setting) {
        long from = setting == null ? ofType[0] : Math.max(ofType[0], setting.atLeast());
        long to = setting == null ? ofType[1] : Math.min(ofType[1], setting.atMost());
        if (from == Long.MIN_VALUE && to == Long.MAX_VALUE) {
            return "";
        }
        return to == Long.MAX_VALUE ? " of at least " + from : from == Long.MIN_VALUE ? " of at most " + to : " from " + from + " to " + to;
    }

    private static Class<?> raw(Type type) {
        if (type instanceof ParameterizedType parameterized) {
            return (Class<?>) parameterized.getRawType();
        }
        if (type instanceof Class<?> plain) {
            return WRAPPERS.getOrDefault(plain, plain);
        }
        return Object.class;
    }

    private static Type argument(Type type, int index) {
        return type instanceof ParameterizedType parameterized ? parameterized.getActualTypeArguments()[index] : Object.class;
    }
}
