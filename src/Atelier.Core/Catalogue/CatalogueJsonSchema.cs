using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using Atelier.Core.Catalogue.Reading;
using Atelier.Core.Policy;
using Atelier.Core.Requests;

namespace Atelier.Core.Catalogue;

/// <summary>
/// Makes the JSON Schema that helps editors with the YAML files, from the records. It knows keys, types and words;
/// ranges, and what one entry says of another, are checked by <see cref="CatalogueReader"/> alone.
/// </summary>
public static class CatalogueJsonSchema
{
    // Lists that the records default to empty, but that a file must name.
    private static readonly HashSet<string> NamedInFiles =
    [
        nameof(ModelEntry.Strengths),
        nameof(ModelEntry.Weaknesses),
        nameof(StyleEntry.Words),
    ];

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, NewLine = "\n" };

    /// <summary>The schema of one catalogue file, indented, with a new line at its end.</summary>
    public static string Create()
    {
        var schema = Closed(
            new()
            {
                [Sections.Providers] = ListOf(OfType(typeof(ProviderEntry)), least: 1),
                [Sections.Models] = ListOf(OfType(typeof(ModelEntry)), least: 1),
                [Sections.Styles] = ListOf(OfType(typeof(StyleEntry)), least: 1),
                [Sections.Sizes] = Sizes(),
                [Sections.Prices] = Prices(),
                [Sections.Tiers] = ListOf(OfType(typeof(TierEntry)), least: 3),
                [Sections.FallbackOrder] = ListOf(Text(), least: 0),
                [Sections.Words] = Words(),
                [Sections.Policy] = Policy(),
            },
            required: []
        );
        schema.Insert(0, "$schema", "http://json-schema.org/draft-07/schema#");
        schema.Insert(1, "title", "Atelier catalogue file");
        return schema.ToJsonString(Indented) + "\n";
    }

    private static JsonObject Sizes()
    {
        var uses = new JsonObject { ["use_cases"] = ListOf(Text(), least: 0) };
        var ratio = ByQuality(OfType(typeof(PixelSize)));
        ratio["properties"]!.AsObject()["use_cases"] = uses["use_cases"]!.DeepClone();
        return new JsonObject
        {
            ["type"] = "object",
            ["properties"] = new JsonObject { [SizeTable.Custom] = Closed(uses, required: []) },
            ["patternProperties"] = new JsonObject { ["^[1-9][0-9]{0,2}:[1-9][0-9]{0,2}$"] = ratio },
            ["additionalProperties"] = false,
        };
    }

    private static JsonObject Prices()
    {
        var credits = OfType(typeof(decimal));
        var keys = new JsonObject { ["picture"] = ByQuality(credits), ["remove_background"] = credits.DeepClone() };
        return Closed(keys, required: [.. keys.Select(key => key.Key)]);
    }

    private static JsonObject Words() =>
        Required(
            (WordSection.Colors, ByName(SnakeCase.All<ColorScheme>())),
            (WordSection.Light, ByName(SnakeCase.All<Lighting>())),
            (WordSection.Negatives, ListOf(Text(), least: 0)),
            (WordSection.Transfer, ByName([WordSection.Tags, WordSection.Avoid])),
            (WordSection.Midjourney, ByName([WordSection.Praised, WordSection.Praise, WordSection.AnimePraise]))
        );

    private static JsonObject ByName(IEnumerable<string> names) =>
        Required([.. names.Select(name => (name, ListOf(Text(), least: 0)))]);

    private static JsonObject Required(params (string Name, JsonObject Value)[] keys) =>
        Closed(
            new JsonObject(keys.Select(key => KeyValuePair.Create(key.Name, (JsonNode?)key.Value))),
            [.. keys.Select(key => key.Name)]
        );

    // Several files may add to it, so that no key but those of its entries must be there.
    private static JsonObject Policy() =>
        Closed(
            new()
            {
                ["active"] = OfType(typeof(IReadOnlyList<PolicyCategory>)),
                ["categories"] = ListOf(OfType(typeof(PolicyCategoryEntry)), least: 1),
                ["groups"] = ListOf(OfType(typeof(PolicyGroupEntry)), least: 1),
                ["combinations"] = ListOf(OfType(typeof(PolicyCombinationEntry)), least: 1),
                ["harmless"] = ListOf(Text(), least: 0),
                ["doubtful"] = ListOf(Text(), least: 0),
            },
            required: []
        );

    private static JsonObject ByQuality(JsonObject value)
    {
        var names = SnakeCase.All<Quality>();
        return Closed(
            new JsonObject(names.Select(name => KeyValuePair.Create(name, (JsonNode?)value.DeepClone()))),
            names
        );
    }

    private static JsonObject OfType(Type type) =>
        (Nullable.GetUnderlyingType(type) ?? type) switch
        {
            var t when t == typeof(string) => Text(),
            var t when t == typeof(bool) => new() { ["type"] = "boolean" },
            var t when t == typeof(int) || t == typeof(long) => new() { ["type"] = "integer" },
            var t when t == typeof(decimal) => new() { ["type"] = "number", ["minimum"] = 0 },
            var t when t == typeof(DateOnly) => new() { ["type"] = "string", ["format"] = "date" },
            var t when t == typeof(PixelSize) => new() { ["type"] = "string", ["pattern"] = "^[0-9]{1,5}x[0-9]{1,5}$" },
            var t when t == typeof(IReadOnlyDictionary<Quality, long>) => ByQuality(OfType(typeof(decimal))),
            var t when t == typeof(IReadOnlyDictionary<string, decimal>) => new()
            {
                ["type"] = "object",
                ["additionalProperties"] = OfType(typeof(decimal)),
            },
            { IsEnum: true } t => new() { ["enum"] = new JsonArray([.. Names(t)]) },
            { IsGenericType: true } t
                when t.GetGenericTypeDefinition() == typeof(IReadOnlyDictionary<,>)
                    && t.GetGenericArguments() is [{ IsEnum: true } keys, var values] => Closed(
                new JsonObject(Names(keys).Select(key => KeyValuePair.Create($"{key}", (JsonNode?)OfType(values)))),
                required: []
            ),
            { IsGenericType: true } t when t.GetGenericTypeDefinition() == typeof(IReadOnlyDictionary<,>) => new()
            {
                ["type"] = "object",
                ["additionalProperties"] = OfType(t.GetGenericArguments()[1]),
            },
            { IsGenericType: true } t => ListOf(OfType(t.GetGenericArguments()[0]), least: 0),
            var t => OfRecord(t),
        };

    private static JsonObject OfRecord(Type type)
    {
        var keys = new JsonObject();
        var required = new List<string>();
        foreach (var property in type.GetProperties().Where(property => property.CanWrite))
        {
            var key = JsonNamingPolicy.SnakeCaseLower.ConvertName(property.Name);
            keys[key] = OfType(property.PropertyType);
            if (property.IsDefined(typeof(RequiredMemberAttribute)) || NamedInFiles.Contains(property.Name))
            {
                required.Add(key);
            }
        }

        return Closed(keys, required);
    }

    private static JsonObject Closed(JsonObject properties, IReadOnlyCollection<string> required) =>
        new()
        {
            ["type"] = "object",
            ["properties"] = properties,
            ["required"] = new JsonArray([.. required.Select(key => (JsonNode)key)]),
            ["additionalProperties"] = false,
        };

    private static JsonObject ListOf(JsonObject item, int least) =>
        new()
        {
            ["type"] = "array",
            ["items"] = item,
            ["minItems"] = least,
        };

    // Without quotes a version such as 1.5 is a number to an editor, and text to the reader.
    private static JsonObject Text() => new() { ["type"] = new JsonArray("string", "number", "boolean") };

    private static IEnumerable<JsonNode> Names(Type type) =>
        Enum.GetValues(type).Cast<Enum>().Select(member => (JsonNode)SnakeCase.Of(member));
}
