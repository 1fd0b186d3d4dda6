namespace Atelier.Core.Catalogue.Reading;

/// <summary>Reads <c>providers</c>.</summary>
internal static class ProviderSection
{
    public static IReadOnlyList<ProviderEntry> Read(IEnumerable<MapReader> readers)
    {
        var names = new NameList();
        var providers = new List<ProviderEntry>();
        foreach (var reader in readers)
        {
            var provider = new ProviderEntry
            {
                Id = reader.Id(names),
                Name = reader.Text("name"),
                Lane = reader.OptionalInteger("lane", 1, 1000),
                KeyVariable = reader.OptionalText("key_variable"),
                Options = ReadOptions(reader),
            };
            reader.RejectUnknownKeys();
            providers.Add(provider);
        }

        return providers;
    }

    private static List<ProviderOptionEntry> ReadOptions(MapReader reader)
    {
        var names = new NameList();
        var options = new List<ProviderOptionEntry>();
        foreach (var option in reader.Has("options") ? reader.Blocks("options") : [])
        {
            var entry = new ProviderOptionEntry { Name = option.Text("name"), Values = option.Texts("values") };
            names.Take(entry.Name, option, "name");
            if (entry.Values.Count == 0 && option.Has("values"))
            {
                option.Fail("values", "needs at least one word.");
            }

            option.RejectUnknownKeys();
            options.Add(entry);
        }

        return options;
    }
}
