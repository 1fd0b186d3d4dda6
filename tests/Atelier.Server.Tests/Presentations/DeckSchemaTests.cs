using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Atelier.Core;
using Atelier.Core.Errors;
using Atelier.Core.Policy;
using Atelier.Core.States;
using Atelier.Engine.Policy;
using Atelier.Server.Docs;
using Atelier.Server.Errors;
using Atelier.Server.Presentations;
using Atelier.Server.Presentations.Bodies;
using Atelier.Server.Presentations.Views;
using Atelier.Server.Progress;
using Atelier.Server.Tests.Docs;
using Atelier.Server.Wire;

namespace Atelier.Server.Tests.Presentations;

/// <summary>The schema of the presentation doors and the types that read and write them say the same, member by member.</summary>
public sealed class DeckSchemaTests
{
    private static readonly JsonElement Shapes = JsonSerializer
        .Deserialize<JsonElement>(File.ReadAllBytes(RepositoryFile.PathOf("docs/schemas/presentations.json")))
        .GetProperty("$defs");

    private static readonly string[] Stages = [.. SnakeCase.All<GenerationStage>()];
    private static readonly string[] Reasons = ["canceled", "review"];

    // Words that the documentation of the doors does not list.
    private static readonly Dictionary<(Type, string), IEnumerable<string>> Words = new()
    {
        [(typeof(ImageDataView), "stage")] = Stages,
        [(typeof(ImageDataView), "reason")] = Reasons,
        [(typeof(DeckUsedView), "quality")] = DeckWords.Qualities,
        [(typeof(ProgressView), "status")] = DeckWords.Statuses,
        [(typeof(ProgressView), "stage")] = Stages,
        [(typeof(ProgressView), "reason")] = Reasons,
        [(typeof(ProgressView), "previewKind")] = ["partial", "synthetic"],
        [(typeof(PolicyViolation), "categories")] = SnakeCase.All<PolicyCategory>(),
    };

    public static TheoryData<string, Type> Types =>
        new()
        {
            { "generateRequest", typeof(ImageGenerateBody) },
            { "regenerateRequest", typeof(ImageRegenerateBody) },
            { "upscaleRequest", typeof(ImageUpscaleBody) },
            { "editRequest", typeof(ImageEditBody) },
            { "removeBackgroundRequest", typeof(RemoveBackgroundBody) },
            { "answer", typeof(ImageAnswerView) },
            { "state", typeof(ImageStateView) },
            { "usage", typeof(DeckUsageView) },
            { "contentPolicy", typeof(PolicyViolation) },
            { "progress.data", typeof(ProgressView) },
        };

    [Theory]
    [MemberData(nameof(Types))]
    [Trait("Requirement", "C-07")]
    [Trait("Requirement", "C-10")]
    public void Schema_OfAType_HasItsMembersTheirTypesAndWordsAndNoOthers(string shape, Type type)
    {
        var problems = new List<string>();

        Compare(Find(shape), type, shape, problems);

        Assert.Empty(problems);
    }

    [Fact]
    [Trait("Requirement", "C-11")]
    public void Schema_OfAnError_KnowsEveryCodeAndNoOther()
    {
        var codes = Enum.GetValues<ErrorCode>().Select(DeckError.CodeOf).Distinct().Order();

        Assert.Equal(codes, EnumOf(Find("error.code")));
        Assert.Equal(codes, EnumOf(Find("error.details.fields[].code")));
    }

    /// <summary>The schema at a path of members; <c>[]</c> goes into an array.</summary>
    internal static JsonElement Find(string path)
    {
        var parts = path.Split('.');
        var at = Shapes.GetProperty(parts[0]);
        foreach (var part in parts[1..])
        {
            at = Resolve(at).GetProperty("properties").GetProperty(part.Replace("[]", "", StringComparison.Ordinal));
            at = part.EndsWith(']') ? Resolve(at).GetProperty("items") : at;
        }

        return Resolve(at);
    }

    internal static IEnumerable<string> Required(JsonElement schema) =>
        schema.GetProperty("required").EnumerateArray().Select(name => name.GetString()!);

    internal static List<string> EnumOf(JsonElement schema) =>
        schema.TryGetProperty("enum", out var words)
            ? [.. words.EnumerateArray().Select(word => word.GetString()!).Order(StringComparer.Ordinal)]
            : [];

    private static JsonElement Resolve(JsonElement schema) =>
        schema.TryGetProperty("$ref", out var name)
            ? Shapes.GetProperty(name.GetString()!["#/$defs/".Length..])
            : schema;

    private static void Compare(JsonElement schema, Type type, string path, List<string> problems)
    {
        var members = CamelJson.Options.GetTypeInfo(type).Properties;
        var documented = schema.GetProperty("properties");
        Same(members.Select(member => member.Name), documented.EnumerateObject().Select(one => one.Name), "members");
        if (schema.GetProperty("additionalProperties").GetBoolean())
        {
            problems.Add($"{path} takes members that nobody knows");
        }

        // What a request must have its reader says: see DeckRequiredTests.
        if (!type.IsAssignableTo(typeof(BodyPart)))
        {
            Same(members.Where(IsAlwaysThere).Select(member => member.Name), Required(schema), "required members");
        }

        foreach (var member in members.Where(member => documented.TryGetProperty(member.Name, out _)))
        {
            CompareMember(
                Resolve(documented.GetProperty(member.Name)),
                member,
                type,
                $"{path}.{member.Name}",
                problems
            );
        }

        void Same(IEnumerable<string> ours, IEnumerable<string> theirs, string what)
        {
            var (code, text) = (string.Join(' ', ours.Order()), string.Join(' ', theirs.Order()));
            if (code != text)
            {
                problems.Add($"{path}: {what} are {code}, the schema has {text}");
            }
        }
    }

    private static void CompareMember(
        JsonElement schema,
        JsonPropertyInfo member,
        Type owner,
        string path,
        List<string> problems
    )
    {
        var type = Nullable.GetUnderlyingType(member.PropertyType) ?? member.PropertyType;
        if (type != typeof(string) && ItemOf(type) is { } item)
        {
            Expect("array");
            (schema, type) = (Resolve(schema.GetProperty("items")), item);
        }

        var words = AllowedValues.Find(owner, member.Name) ?? Words.GetValueOrDefault((owner, member.Name)) ?? [];
        if (!words.Order(StringComparer.Ordinal).SequenceEqual(EnumOf(schema)))
        {
            problems.Add($"{path} is one of {string.Join(' ', words)}, the schema has {schema}");
        }

        switch (type)
        {
            case var _ when EnumOf(schema).Count > 0:
                Assert.Equal(typeof(string), type);
                break;
            case var _ when type == typeof(string):
                // Null is said aloud of what names nothing.
                if (!IsSaidAloud(member))
                {
                    Expect("string");
                }

                break;
            case var _ when type == typeof(bool):
                if (!schema.TryGetProperty("const", out _))
                {
                    Expect("boolean");
                }

                break;
            case var _ when type == typeof(int) || type == typeof(long):
                Expect("integer");
                break;
            case var _ when type == typeof(double) || type == typeof(decimal):
                Expect("number");
                break;
            case var _ when type == typeof(Guid):
                Expect("string", "uuid");
                break;
            case var _ when type == typeof(DateTimeOffset):
                Expect("string", "date-time");
                break;
            case var _ when type.IsAssignableTo(typeof(System.Text.Json.Nodes.JsonNode)):
                // An error, which is written by hand: every answer of the tests is compared with the schema.
                Expect("object");
                break;
            default:
                Expect("object");
                Compare(schema, type, path, problems);
                break;
        }

        void Expect(string name, string? format = null)
        {
            var found = schema.TryGetProperty("type", out var said) ? said.GetString() : null;
            var written = schema.TryGetProperty("format", out var of) ? of.GetString() : null;
            if (found != name || (format is not null && written != format))
            {
                problems.Add($"{path} is {name} {format}, the schema has {found} {written}");
            }
        }
    }

    private static Type? ItemOf(Type type) =>
        type.GetInterfaces()
            .Append(type)
            .FirstOrDefault(one => one.IsGenericType && one.GetGenericTypeDefinition() == typeof(IEnumerable<>))
            is { } list
        && !type.IsAssignableTo(typeof(System.Text.Json.Nodes.JsonNode))
            ? list.GetGenericArguments()[0]
            : null;

    private static bool IsAlwaysThere(JsonPropertyInfo member) => !member.IsGetNullable || IsSaidAloud(member);

    private static bool IsSaidAloud(JsonPropertyInfo member) =>
        member.AttributeProvider is PropertyInfo property
        && property.GetCustomAttribute<JsonIgnoreAttribute>() is { Condition: JsonIgnoreCondition.Never };
}
