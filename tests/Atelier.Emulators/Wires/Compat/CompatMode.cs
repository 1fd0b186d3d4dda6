namespace Atelier.Emulators.Wires.Compat;

/// <summary>One server that nearly speaks OpenAI's wire: what it takes, and what it gives.</summary>
internal sealed record CompatMode(string Name, string Path)
{
    /// <summary>Nano-dollars a picture; 0 where it runs at home.</summary>
    public long Price { get; init; }

    /// <summary>The path of edits by form; null without.</summary>
    public string? EditPath { get; init; }

    public string ModelsPath { get; init; } = "/v1/models";

    /// <summary>The header of the key; null where none is wanted.</summary>
    public string? KeyHeader { get; init; } = "Authorization";

    public string KeyStart { get; init; } = "Bearer ";

    /// <summary>The query that must be there.</summary>
    public string? Query { get; init; }

    /// <summary>Whether the model is in the body; else the body has none.</summary>
    public bool Model { get; init; } = true;

    /// <summary>size, image_size, width_height or aspect_ratio.</summary>
    public string Size { get; init; } = "size";

    public IReadOnlyList<string> Formats { get; init; } = ["b64_json", "url"];

    /// <summary>What comes without response_format.</summary>
    public string Default { get; init; } = "b64_json";

    public string? Count { get; init; } = "n";

    public int MostPictures { get; init; } = 10;

    /// <summary>Other fields that it takes, all of them optional.</summary>
    public IReadOnlyList<string> Extras { get; init; } = [];

    /// <summary>The field of the picture in an edit: of a form with <see cref="EditPath"/>, else of JSON.</summary>
    public IReadOnlyList<string> Images { get; init; } = [];

    /// <summary>transparent, white, or null where it takes none.</summary>
    public string? Mask { get; init; }

    public string Result { get; init; } = "data";

    /// <summary>object, string, detail or message.</summary>
    public string Errors { get; init; } = "object";

    /// <summary>Texts that a prompt must not hold, since the server would obey them.</summary>
    public IReadOnlyList<string> Commands { get; init; } = [];

    /// <summary>Whether URLs in answers are paths alone.</summary>
    public bool RelativeUrls { get; init; }
}
