using Atelier.Core.Catalogue;

namespace Atelier.Providers.OpenAiCompatible;

/// <summary>All switches of one server, settled: as written, else as its preset says, else as at OpenAI.</summary>
internal sealed record CompatWire
{
    private const string None = "none";

    private static readonly WireEntry OpenAi = new()
    {
        Path = "/v1/images/generations",
        EditPath = "/v1/images/edits",
        ModelsPath = "/v1/models",
        AuthHeader = "Authorization",
        AuthPrefix = "Bearer",
        SendsModel = true,
        SendsQuality = false,
        OutputFormat = None,
        Size = WireSize.Size,
        ResponseFormat = WireFormat.B64Json,
        CountField = "n",
        MaxN = 10,
        Extras = new Dictionary<WireExtra, string>(),
        Edit = WireEdit.None,
        ImageAs = WireAddress.Url,
        Mask = WireMask.None,
        Result = "data",
        FileHosts = [],
        Guards = [],
    };

    private readonly WireEntry _entry;

    private CompatWire(WireEntry entry) => _entry = entry;

    public static CompatWire Of(WireEntry? written)
    {
        var preset = written?.Preset is { } name ? CompatPresets.Of(name) : new WireEntry();
        return new CompatWire((written ?? new WireEntry()).Over(preset).Over(OpenAi));
    }

    public string? ModelsPath => _entry.ModelsPath == None ? null : WithQuery(_entry.ModelsPath!);

    public string AuthHeader => _entry.AuthHeader!;

    public bool SendsModel => _entry.SendsModel!.Value;

    public bool SendsQuality => _entry.SendsQuality!.Value;

    public string? OutputFormat => _entry.OutputFormat == None ? null : _entry.OutputFormat;

    public WireSize Size => _entry.Size!.Value;

    public WireFormat Format => _entry.ResponseFormat!.Value;

    public string? CountField => _entry.CountField == None ? null : _entry.CountField;

    /// <summary>Pictures of a call at most.</summary>
    public int MaxN => CountField is null ? 1 : _entry.MaxN!.Value;

    public IReadOnlyDictionary<WireExtra, string> Extras => _entry.Extras!;

    public WireEdit Edit => _entry.Edit!.Value;

    public string ImageField =>
        _entry.ImageField
        ?? Edit switch
        {
            WireEdit.JsonImageUrl => "image_url",
            WireEdit.JsonReferences => "reference_images",
            _ => "image[]",
        };

    public WireAddress ImageAs => _entry.ImageAs!.Value;

    public WireMask Mask => Edit == WireEdit.Multipart ? _entry.Mask!.Value : WireMask.None;

    public string Result => _entry.Result!;

    public IReadOnlyList<string> FileHosts => _entry.FileHosts!;

    public IReadOnlyList<WireWords> Guards => _entry.Guards!;

    /// <summary>What the header bears; empty without a key.</summary>
    public string AuthValue(string key) =>
        key.Length == 0 || _entry.AuthPrefix == None ? key : $"{_entry.AuthPrefix} {key}";

    /// <summary>Where a call goes.</summary>
    /// <param name="edit">Whether it brings files.</param>
    public string PathOf(string model, bool edit)
    {
        var template = edit && Edit == WireEdit.Multipart ? _entry.EditPath! : JsonPath(edit);
        return WithQuery(template.Replace("{model}", Uri.EscapeDataString(model), StringComparison.Ordinal));
    }

    // Together takes them with any other call; who has a door of its own for them says so.
    private string JsonPath(bool edit) => edit && _entry.EditPath != OpenAi.EditPath ? _entry.EditPath! : _entry.Path!;

    private string WithQuery(string path) => _entry.Query is { } query ? $"{path}?{query}" : path;
}
