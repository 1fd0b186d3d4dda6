namespace Atelier.Core.Catalogue.Reading;

/// <summary>Reads <c>styles</c>.</summary>
internal static class StyleSection
{
    public static IReadOnlyList<(StyleEntry Entry, MapReader Reader)> Read(IEnumerable<MapReader> readers)
    {
        var names = new NameList();
        var styles = new List<(StyleEntry, MapReader)>();
        foreach (var reader in readers)
        {
            var style = new StyleEntry
            {
                Id = reader.Id(names),
                Name = reader.Text("name"),
                Kind = reader.Choice<StyleKind>("kind"),
                Description = reader.Text("description"),
                Words = reader.Texts("words"),
                Avoid = reader.OptionalTexts("avoid"),
                Guidance = reader.OptionalDecimal("guidance", 1, 20, decimals: 1),
                Best = reader.OptionalTexts("best"),
                Merit = reader.OptionalChoice<Merit>("merit") ?? Merit.Both,
            };
            reader.RejectUnknownKeys();
            styles.Add((style, reader));
        }

        return styles;
    }
}
