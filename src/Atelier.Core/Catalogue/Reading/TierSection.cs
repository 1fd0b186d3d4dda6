namespace Atelier.Core.Catalogue.Reading;

/// <summary>Reads <c>tiers</c>: all three, or none at all.</summary>
internal static class TierSection
{
    public static IReadOnlyList<(TierEntry Entry, MapReader Reader)> Read(IReadOnlyList<MapReader> readers)
    {
        var names = new NameList();
        var tiers = new List<(TierEntry Entry, MapReader Reader)>();
        foreach (var reader in readers)
        {
            var tier = new TierEntry
            {
                Tier = reader.Choice<QualityTier>("tier"),
                Prefer = reader.Texts("prefer"),
                Styles = ReadStyles(reader),
                Default = reader.Text("default"),
            };
            names.Take(SnakeCase.Of(tier.Tier), reader, "tier");
            if (reader.Has("prefer") && tier.Prefer.Count == 0)
            {
                reader.Fail("prefer", "needs at least one model.");
            }

            reader.RejectUnknownKeys();
            tiers.Add((tier, reader));
        }

        foreach (var missing in Enum.GetValues<QualityTier>().Except(tiers.Select(tier => tier.Entry.Tier)))
        {
            // A misspelled tier was told already, and read as the first.
            tiers
                .LastOrDefault()
                .Reader?.Fail("tier", $"stands without {SnakeCase.Of(missing)}; write an entry for it.");
        }

        return tiers;
    }

    private static Dictionary<string, string> ReadStyles(MapReader reader)
    {
        var styles = new Dictionary<string, string>(StringComparer.Ordinal);
        if (reader.Has("styles") && reader.Block("styles") is { } block)
        {
            foreach (var style in block.Keys)
            {
                styles[style] = block.Text(style);
            }
        }

        return styles;
    }
}
