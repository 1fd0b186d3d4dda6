using System.Text.RegularExpressions;

namespace Atelier.Core.Catalogue.Reading;

/// <summary>Reads the <c>wire</c> of a provider.</summary>
internal static partial class WireSection
{
    private const string FieldNames = "small letters, digits, underscores and brackets, such as image_url";

    /// <summary>Fields that the adapter fills itself; an option or an extra of that name would overwrite them.</summary>
    private static readonly string[] Taken = ["model", "prompt", "size", "width", "height", "response_format"];

    [GeneratedRegex(@"\A[a-z][a-z0-9_]{0,39}(\[\])?\z")]
    private static partial Regex Field { get; }

    // No blank and no line break: it goes into the first line of a request.
    [GeneratedRegex(@"\A/[A-Za-z0-9._~!$&'()*+,;=:@/{}-]*\z")]
    private static partial Regex PathText { get; }

    [GeneratedRegex(@"\A[A-Za-z0-9._~!$&'()*+,;=:@/-]+\z")]
    private static partial Regex QueryText { get; }

    [GeneratedRegex(@"\A[A-Za-z0-9-]{1,64}\z")]
    private static partial Regex Header { get; }

    [GeneratedRegex(@"\A[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:[0-9]{1,5})?\z")]
    private static partial Regex Host { get; }

    public static WireEntry? Read(MapReader? reader)
    {
        if (reader is null)
        {
            return null;
        }

        var wire = new WireEntry
        {
            Preset = reader.OptionalChoice<WirePreset>("preset"),
            Path = Checked(reader, "path", PathText, "a path such as /v1/images/generations"),
            EditPath = Checked(reader, "edit_path", PathText, "a path such as /v1/images/edits"),
            ModelsPath = Checked(
                reader,
                "models_path",
                PathText,
                "a path such as /v1/models, or none",
                mayBeNone: true
            ),
            Query = Checked(reader, "query", QueryText, "such as api-version=2025-04-01-preview"),
            AuthHeader = Checked(reader, "auth_header", Header, "the name of a header"),
            AuthPrefix = Checked(reader, "auth_prefix", Header, "a word such as Bearer, or none"),
            SendsModel = OptionalFlag(reader, "sends_model"),
            SendsQuality = OptionalFlag(reader, "sends_quality"),
            OutputFormat = Checked(reader, "output_format", Field, "png, jpeg, webp or none"),
            Size = reader.OptionalChoice<WireSize>("size"),
            ResponseFormat = reader.OptionalChoice<WireFormat>("response_format"),
            CountField = Checked(reader, "count_field", Field, FieldNames),
            MaxN = reader.OptionalInteger("max_n", 1, 10),
            Extras = reader.Has("extras") ? ReadExtras(reader.Block("extras")) : null,
            Edit = reader.OptionalChoice<WireEdit>("edit"),
            ImageField = Checked(reader, "image_field", Field, FieldNames),
            ImageAs = reader.OptionalChoice<WireAddress>("image_as"),
            Mask = reader.OptionalChoice<WireMask>("mask"),
            Result = Checked(reader, "result", Field, FieldNames),
            FileHosts = reader.Has("file_hosts")
                ? reader.CheckedTexts("file_hosts", HostProblem, isRequired: false)
                : null,
            Guards = reader.Has("guards") ? reader.Choices<WireWords>("guards") : null,
        };
        reader.RejectUnknownKeys();
        if (wire is { Edit: not (null or WireEdit.Multipart), Mask: not (null or WireMask.None) })
        {
            reader.Fail("mask", "goes with edit multipart alone.");
        }

        return wire;
    }

    private static Dictionary<WireExtra, string> ReadExtras(MapReader? reader)
    {
        var extras = new Dictionary<WireExtra, string>();
        foreach (var key in reader?.Keys.ToList() ?? [])
        {
            if (SnakeCase.TryParse<WireExtra>(key) is not { } extra)
            {
                continue;
            }

            var field = Checked(reader!, key, Field, FieldNames) ?? "";
            if (Taken.Contains(field, StringComparer.Ordinal))
            {
                reader!.Fail(key, $"must not be {field}, which is sent already.");
            }

            extras[extra] = field;
        }

        foreach (var name in SnakeCase.All<WireExtra>())
        {
            // So that what else stands there is told with all that may.
            reader?.Has(name);
        }

        reader?.RejectUnknownKeys();
        return extras;
    }

    private static string? HostProblem(string host) =>
        Host.IsMatch(host) ? null : $"must hold hosts such as cdn.example.com, not \"{host}\".";

    private static bool? OptionalFlag(MapReader reader, string key) => reader.Has(key) ? reader.Flag(key) : null;

    private static string? Checked(MapReader reader, string key, Regex pattern, string form, bool mayBeNone = false)
    {
        var text = reader.OptionalText(key);
        if (text is { Length: > 0 } && !(mayBeNone && text == "none") && !pattern.IsMatch(text))
        {
            reader.Fail(key, $"must be {form}, not \"{text}\".");
        }

        return text;
    }
}
