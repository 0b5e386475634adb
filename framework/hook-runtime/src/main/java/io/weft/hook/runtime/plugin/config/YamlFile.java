package io.weft.hook.runtime.plugin.config;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.weft.hook.runtime.plugin.config.ConfigValue.Mapping;
import io.weft.hook.runtime.plugin.config.ConfigValue.Nothing;
import io.weft.hook.runtime.plugin.config.ConfigValue.Place;
import io.weft.hook.runtime.plugin.config.ConfigValue.Scalar;
import io.weft.hook.runtime.plugin.config.ConfigValue.Sequence;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads a YAML file with the line of each value.
final class YamlFile {

    private static final YAMLFactory YAML = new YAMLFactory();

    private final String name;
    private final JsonParser parser;

    private YamlFile(String name, JsonParser parser) {
        this.name = name;
        this.parser = parser;
    }

    static ConfigValue read(Path file) throws ConfigException {
        try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8); JsonParser parser = YAML.createParser(reader)) {
            return new YamlFile(file.toString(), parser).document();
        } catch (JsonProcessingException e) {
            int line = e.getLocation() == null ? 0 : e.getLocation().getLineNr();
            throw ConfigException.at(new Place(file.toString(), line), "this is no YAML: " + e.getOriginalMessage().lines().findFirst().orElse(""));
        } catch (IOException e) {
            throw new ConfigException(file + " cannot be read: " + e);
        }
    }

    private ConfigValue document() throws IOException, ConfigException {
        ConfigValue value = value(parser.nextToken());
        if (parser.nextToken() != null) {
            throw ConfigException.at(place(), "there is more than one document");
        }
        return value;
    }

    private ConfigValue value(@Nullable JsonToken token) throws IOException, ConfigException {
        Place place = place();
        if (token == null || token == JsonToken.VALUE_NULL) {
            return new Nothing(place);
        }
        if (token == JsonToken.START_ARRAY) {
            List<ConfigValue> elements = new ArrayList<>();
            for (JsonToken next = parser.nextToken(); next != JsonToken.END_ARRAY; next = parser.nextToken()) {
                elements.add(value(next));
            }
            return new Sequence(place, elements);
        }
        return token == JsonToken.START_OBJECT ? mapping(place) : new Scalar(place, parser.getText());
    }

    private Mapping mapping(Place place) throws IOException, ConfigException {
        Map<String, ConfigValue> entries = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String key = parser.currentName();
            Place keyPlace = place();
            if (entries.put(key, value(parser.nextToken())) != null) {
                throw ConfigException.at(keyPlace, "key " + key + " stands there twice");
            }
        }
        return new Mapping(place, entries);
    }

    private Place place() {
        return new Place(name, Math.max(0, parser.currentTokenLocation().getLineNr()));
    }
}
