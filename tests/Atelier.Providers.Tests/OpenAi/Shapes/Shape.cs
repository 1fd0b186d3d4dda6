using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Atelier.Providers.Tests.OpenAi.Shapes;

/// <summary>Holds a value against a JSON Schema. Knows the words that ours is written in, and takes no other for said.</summary>
internal sealed class Shape(JsonObject document)
{
    /// <summary>What is wrong with the value, each with its place; empty where it fits.</summary>
    public IReadOnlyList<string> ProblemsOf(string definition, JsonNode? value) =>
        [.. Problems((JsonObject)document["$defs"]![definition]!, value, "$")];

    private IEnumerable<string> Problems(JsonObject schema, JsonNode? value, string at) =>
        schema.SelectMany(rule => Problems(schema, rule.Key, rule.Value!, value, at));

    private IEnumerable<string> Problems(JsonObject schema, string word, JsonNode rule, JsonNode? value, string at) =>
        word switch
        {
            "$ref" => Problems((JsonObject)document["$defs"]![$"{rule}"["#/$defs/".Length..]]!, value, at),
            "allOf" => rule.AsArray().SelectMany(part => Problems((JsonObject)part!, value, at)),
            "anyOf" => Unless(rule.AsArray().Any(part => Fits(part!, value)), at, "fits none of anyOf"),
            "not" => Unless(!Fits(rule, value), at, "is what it must not be"),
            "if" => Fits(rule, value) ? Problems((JsonObject)schema["then"]!, value, at) : [],
            "then" => [],
            "const" => Unless(JsonNode.DeepEquals(rule, value), at, $"is not {rule}"),
            "enum" => Unless(rule.AsArray().Any(one => JsonNode.DeepEquals(one, value)), at, $"is none of {rule}"),
            "type" => Unless(IsOf($"{rule}", value), at, $"is no {rule}"),
            "pattern" => Unless(!IsText(value) || Regex.IsMatch($"{value}", $"{rule}"), at, $"is not like {rule}"),
            "minLength" => Unless(!IsText(value) || $"{value}".Length >= (int)rule, at, "is too short"),
            "maxLength" => Unless(!IsText(value) || $"{value}".Length <= (int)rule, at, "is too long"),
            "minimum" => Unless(!IsNumber(value) || Number(value) >= Number(rule), at, $"is below {rule}"),
            "maximum" => Unless(!IsNumber(value) || Number(value) <= Number(rule), at, $"is above {rule}"),
            "minItems" => Unless(value is not JsonArray few || few.Count >= (int)rule, at, "has too few"),
            "maxItems" => Unless(value is not JsonArray many || many.Count <= (int)rule, at, "has too many"),
            "items" => value is JsonArray list
                ? list.SelectMany((item, i) => Problems((JsonObject)rule, item, $"{at}[{i}]"))
                : [],
            "properties" => value is JsonObject of
                ? of.Where(member => rule[member.Key] is not null)
                    .SelectMany(member => Problems((JsonObject)rule[member.Key]!, member.Value, $"{at}.{member.Key}"))
                : [],
            "required" => value is JsonObject all
                ? rule.AsArray().Where(name => !all.ContainsKey($"{name}")).Select(name => $"{at} lacks {name}")
                : [],
            "additionalProperties" when rule.GetValueKind() == JsonValueKind.False => value is JsonObject only
                ? only.Where(member => schema["properties"]?[member.Key] is null)
                    .Select(member => $"{at} has {member.Key}, which nobody knows")
                : [],
            _ => throw new NotSupportedException($"The word {word} of JSON Schema"),
        };

    private bool Fits(JsonNode schema, JsonNode? value) => !Problems((JsonObject)schema, value, "").Any();

    private static IEnumerable<string> Unless(bool holds, string at, string problem) =>
        holds ? [] : [$"{at} {problem}"];

    private static bool IsText(JsonNode? value) => value?.GetValueKind() == JsonValueKind.String;

    private static bool IsNumber(JsonNode? value) => value?.GetValueKind() == JsonValueKind.Number;

    // By its text: a number that code made has another type than one that was read.
    private static decimal Number(JsonNode? value) =>
        decimal.Parse(value!.ToJsonString(), NumberStyles.Float, CultureInfo.InvariantCulture);

    private static bool IsOf(string type, JsonNode? value) =>
        type switch
        {
            "object" => value is JsonObject,
            "array" => value is JsonArray,
            "string" => IsText(value),
            "boolean" => value?.GetValueKind() is JsonValueKind.True or JsonValueKind.False,
            "integer" => IsNumber(value) && decimal.IsInteger(Number(value)),
            _ => throw new NotSupportedException($"The type {type}"),
        };
}
