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
                Words = WordSection.Clean(reader, "words"),
                Avoid = WordSection.Clean(reader, "avoid", optional: true),
                MidjourneyWords = WordSection.Clean(reader, "midjourney_words", optional: true),
                Keep = reader.OptionalTexts("keep"),
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
