using System.Globalization;
using System.Text.Json;
using Atelier.Server.Tests.Docs;

namespace Atelier.Server.Tests.Presentations;

/// <summary>
/// Compares answers with <c>docs/schemas/presentations.json</c>. It knows the words of JSON Schema that stand there, and stops at any other.
/// </summary>
internal static class AnswerSchema
{
    private static readonly JsonElement Root = JsonSerializer.Deserialize<JsonElement>(
        File.ReadAllBytes(RepositoryFile.PathOf("docs/schemas/presentations.json"))
    );

    /// <summary>What is wrong with a value, by path; empty when it is of the shape.</summary>
    public static List<string> Problems(string shape, JsonElement value)
    {
        var problems = new List<string>();
        Check(Root.GetProperty("$defs").GetProperty(shape), value, "$", problems);
        return problems;
    }

    private static void Check(JsonElement schema, JsonElement value, string path, List<string> problems)
    {
        foreach (var rule in schema.EnumerateObject())
        {
            switch (rule.Name)
            {
                case "$ref":
                    var name = rule.Value.GetString()!["#/$defs/".Length..];
                    Check(Root.GetProperty("$defs").GetProperty(name), value, path, problems);
                    break;
                case "type":
                    Expect(IsOfType(rule.Value.GetString()!, value), $"is no {rule.Value}");
                    break;
                case "enum":
                    Expect(
                        rule.Value.EnumerateArray().Any(word => JsonElement.DeepEquals(word, value)),
                        $"is none of {rule.Value}"
                    );
                    break;
                case "const":
                    Expect(JsonElement.DeepEquals(rule.Value, value), $"is not {rule.Value}");
                    break;
                case "format":
                    Expect(IsOfFormat(rule.Value.GetString()!, value), $"is no {rule.Value}");
                    break;
                case "required":
                    foreach (var needed in rule.Value.EnumerateArray().Select(word => word.GetString()!))
                    {
                        Expect(
                            value.ValueKind == JsonValueKind.Object && value.TryGetProperty(needed, out _),
                            $"lacks {needed}"
                        );
                    }

                    break;
                case "properties":
                    foreach (var member in Members(value))
                    {
                        if (rule.Value.TryGetProperty(member.Name, out var own))
                        {
                            Check(own, member.Value, $"{path}.{member.Name}", problems);
                        }
                    }

                    break;
                case "additionalProperties":
                    Assert.False(rule.Value.GetBoolean());
                    foreach (var member in Members(value))
                    {
                        Expect(
                            schema.GetProperty("properties").TryGetProperty(member.Name, out _),
                            $"has {member.Name}, which nobody knows"
                        );
                    }

                    break;
                case "items":
                    if (value.ValueKind == JsonValueKind.Array)
                    {
                        foreach (var (item, index) in value.EnumerateArray().Select((item, index) => (item, index)))
                        {
                            Check(rule.Value, item, $"{path}[{index}]", problems);
                        }
                    }

                    break;
                default:
                    Assert.Fail($"The schema says {rule.Name}, which this test does not know.");
                    break;
            }
        }

        void Expect(bool right, string otherwise)
        {
            if (!right)
            {
                problems.Add($"{path} {otherwise}");
            }
        }
    }

    private static JsonElement.ObjectEnumerator Members(JsonElement value) =>
        value.ValueKind == JsonValueKind.Object ? value.EnumerateObject() : default;

    private static bool IsOfType(string type, JsonElement value) =>
        type switch
        {
            "object" => value.ValueKind == JsonValueKind.Object,
            "array" => value.ValueKind == JsonValueKind.Array,
            "string" => value.ValueKind == JsonValueKind.String,
            "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
            "number" => value.ValueKind == JsonValueKind.Number,
            "integer" => value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out _),
            _ => throw new ArgumentOutOfRangeException(nameof(type), type, "Unknown type."),
        };

    private static bool IsOfFormat(string format, JsonElement value) =>
        value.ValueKind == JsonValueKind.String
        && format switch
        {
            "uuid" => Guid.TryParseExact(value.GetString(), "D", out _),
            "uri" => Uri.TryCreate(value.GetString(), UriKind.Absolute, out _),
            "date-time" => DateTimeOffset.TryParse(
                value.GetString(),
                CultureInfo.InvariantCulture,
                DateTimeStyles.None,
                out _
            ),
            _ => throw new ArgumentOutOfRangeException(nameof(format), format, "Unknown format."),
        };
}
