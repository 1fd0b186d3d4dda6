using Atelier.Core.Requests;

namespace Atelier.Core.Catalogue;

/// <summary>Words that are put into prompts, besides those of styles.</summary>
public sealed record PromptWords
{
    /// <summary>No words at all, for catalogues made by hand.</summary>
    public static readonly PromptWords None = new()
    {
        Colors = Enum.GetValues<ColorScheme>().ToDictionary(key => key, IReadOnlyList<string> (_) => []),
        Lighting = Enum.GetValues<Lighting>().ToDictionary(key => key, IReadOnlyList<string> (_) => []),
    };

    /// <summary>For each scheme.</summary>
    public required IReadOnlyDictionary<ColorScheme, IReadOnlyList<string>> Colors { get; init; }

    /// <summary>For each light.</summary>
    public required IReadOnlyDictionary<Lighting, IReadOnlyList<string>> Lighting { get; init; }

    /// <summary>What no picture should have.</summary>
    public IReadOnlyList<string> QualityNegatives { get; init; } = [];

    /// <summary>Tags behind a transfer style.</summary>
    public IReadOnlyList<string> TransferTags { get; init; } = [];

    /// <summary>What such a picture should not be; in the prompt they follow the word "avoid".</summary>
    public IReadOnlyList<string> TransferAvoid { get; init; } = [];

    /// <summary>Any of these in a prompt for Midjourney is praise enough.</summary>
    public IReadOnlyList<string> Praised { get; init; } = [];

    /// <summary>Praise for Midjourney.</summary>
    public IReadOnlyList<string> Praise { get; init; } = [];

    /// <summary>Praise for Midjourney's anime models.</summary>
    public IReadOnlyList<string> AnimePraise { get; init; } = [];
}
