namespace Atelier.Emulators.Wires.Stability;

/// <summary>A checked request, with every default filled in.</summary>
internal sealed record StabilityOrder(string Prompt, int Width, int Height)
{
    /// <summary>Thousandths of a credit, for all pictures.</summary>
    public required int MilliCredits { get; init; }

    /// <summary>0 is any.</summary>
    public long Seed { get; init; }

    public int Count { get; init; } = 1;

    public bool Transparent { get; init; }

    /// <summary>Whether the safety system blurs the last picture.</summary>
    public bool IsFiltered => Prompt.Contains(FilteredWord, StringComparison.OrdinalIgnoreCase);

    /// <summary>The word that passes the check of words and not the one of the picture.</summary>
    private const string FilteredWord = "swimsuit";

    /// <summary>The seed of a picture, drawn where any will do.</summary>
    public long SeedOf(int picture, int call) =>
        (Seed == 0 ? call * 2_654_435_761 % 4_294_967_294 + 1 : Seed) + picture;
}
