using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Atelier.Emulators.Checking;
using Atelier.Emulators.Pictures;

namespace Atelier.Emulators.Wires.Stability;

/// <summary>A multipart form: its files are checked here, its text becomes JSON fields.</summary>
internal sealed class StabilityForm
{
    private static readonly string[] _files =
    [
        "image",
        "mask",
        "init_image",
        "mask_image",
        "subject_image",
        "background_reference",
        "light_reference",
    ];

    private static readonly string[] _words =
    [
        "prompt",
        "negative_prompt",
        "search_prompt",
        "select_prompt",
        "background_prompt",
        "foreground_prompt",
    ];

    private readonly Dictionary<string, BodyPart> _pictures = [];
    private readonly List<Problem> _problems;

    public StabilityForm(IReadOnlyList<BodyPart> parts, List<Problem> problems)
    {
        _problems = problems;
        var json = new JsonObject();
        foreach (var part in parts)
        {
            var once = _files.Contains(part.Name)
                ? part.FileName is not null && _pictures.TryAdd(part.Name, part)
                : part.FileName is null && json.TryAdd(part.Name, ValueOf(part));
            if (!once)
            {
                Add(part.Name, "may be given once, files as files and text as text");
            }
        }

        Fields = new FieldCheck(JsonSerializer.SerializeToElement(json), problems, nullIsAbsent: false);
    }

    public FieldCheck Fields { get; }

    public bool HasFile(string name) => _pictures.ContainsKey(name);

    public bool HasAlpha(string name) =>
        _pictures.TryGetValue(name, out var part) && Png.ReadHeader(part.Bytes) is { Alpha: true };

    public void Add(string field, string message) => _problems.Add(new Problem(field, $"{field}: {message}"));

    /// <summary>The size of a file that is taken; 64 each where it cannot be known.</summary>
    public (int Width, int Height) File(string name, PictureRule rule, bool required = true)
    {
        if (!_pictures.Remove(name, out var part))
        {
            if (required)
            {
                Add(name, "is required");
            }

            return (64, 64);
        }

        var kind = ImageKind.Of(part.Bytes);
        if (kind is null || part.ContentType != $"image/{kind}")
        {
            Add(name, "must be a png, jpeg or webp that is named as what it is");
            return (64, 64);
        }

        // Only the headers of png files can be read here.
        if (Png.ReadHeader(part.Bytes) is not { } header)
        {
            return (64, 64);
        }

        if (rule.Against(header.Width, header.Height) is { } against)
        {
            Add(name, against);
        }

        return (header.Width, header.Height);
    }

    /// <summary>Every field and file that nobody read is one too many.</summary>
    public void Close()
    {
        Fields.Close();
        foreach (var name in _pictures.Keys)
        {
            Add(name, "is not a field of this");
        }
    }

    // What cannot be read as a number stays text, and is then refused as text. Words stay words, whatever they look like.
    private static JsonValue ValueOf(BodyPart part)
    {
        var text = Encoding.UTF8.GetString(part.Bytes);
        var isWords = _words.Contains(part.Name) || part.Name.EndsWith("[text]", StringComparison.Ordinal);
        return
            !isWords
            && decimal.TryParse(
                text,
                NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint,
                CultureInfo.InvariantCulture,
                out var number
            )
            ? JsonValue.Create(number)
            : JsonValue.Create(text);
    }
}
