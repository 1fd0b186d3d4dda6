using Atelier.Engine.Finishing;
using Microsoft.Extensions.Options;

namespace Atelier.Engine.Renditions;

/// <summary>The operator's named renditions.</summary>
public sealed class PresetBook(IOptions<ImageOptions> options)
{
    private readonly Dictionary<string, WishDraft> _presets = options.Value.Presets.ToDictionary(
        preset => preset.Key,
        preset => Draft(preset.Value)
    );

    public IReadOnlyList<string> Names => [.. _presets.Keys.Order(StringComparer.Ordinal)];

    /// <summary>What a name stands for; null when it stands for nothing.</summary>
    public WishDraft? Find(string name) => _presets.GetValueOrDefault(name);

    /// <summary>The settings of one preset; their names do not mind case.</summary>
    internal static WishDraft Draft(IReadOnlyDictionary<string, string?> settings)
    {
        return new WishDraft
        {
            Width = Value("Width"),
            Height = Value("Height"),
            Fit = Value("Fit"),
            Format = Value("Format"),
            Quality = Value("Quality"),
        };

        string? Value(string name) =>
            settings
                .Where(setting => setting.Key.Equals(name, StringComparison.OrdinalIgnoreCase))
                .Select(setting => setting.Value)
                .FirstOrDefault();
    }
}
