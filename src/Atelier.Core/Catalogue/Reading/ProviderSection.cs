using Atelier.Core.Routing;

namespace Atelier.Core.Catalogue.Reading;

/// <summary>Reads <c>providers</c>.</summary>
internal static class ProviderSection
{
    private const decimal MostNumber = 1_000_000_000;
    private const int MostDecimals = 6;

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
                Adapter = ReadAdapter(reader),
                Free = reader.Flag("free"),
                Wire = reader.Has("wire") ? WireSection.Read(reader.Block("wire")) : null,
                Lane = reader.OptionalInteger("lane", 1, 1000),
                KeyVariable = reader.OptionalText("key_variable"),
                Endpoint = ReadEndpoint(reader),
                WaitSeconds = reader.OptionalInteger("wait_seconds", 1, 600),
                Options = ReadOptions(reader),
            };
            reader.RejectUnknownKeys();
            if (provider.Adapter is not null && provider.Id == Router.Local)
            {
                reader.Fail("adapter", $"cannot be changed; {provider.Id} runs inside this process.");
            }

            if (provider.Wire is not null && provider.OwnAdapter != OwnAdapters.OpenAiCompatible)
            {
                reader.Fail("wire", $"goes with adapter {OwnAdapters.OpenAiCompatible} alone.");
            }

            providers.Add(provider with { Lane = provider.Lane ?? OwnLane(provider) });
        }

        return providers;
    }

    // A machine of one's own makes one picture after the other.
    private static int? OwnLane(ProviderEntry provider) =>
        provider.Free || provider.OwnAdapter is OwnAdapters.Automatic1111 or OwnAdapters.ComfyUi ? 1 : null;

    private static string? ReadAdapter(MapReader reader)
    {
        var adapter = reader.OptionalText("adapter");
        if (adapter is { Length: > 0 } && !OwnAdapters.All.Contains(adapter, StringComparer.Ordinal))
        {
            reader.Fail("adapter", $"does not know \"{adapter}\"; {Wording.Allowed(adapter, OwnAdapters.All)}");
        }

        return adapter;
    }

    private static string? ReadEndpoint(MapReader reader)
    {
        var endpoint = reader.OptionalText("endpoint");
        if (
            endpoint is { Length: > 0 }
            && !(Uri.TryCreate(endpoint, UriKind.Absolute, out var url) && url.Scheme is ("http" or "https"))
        )
        {
            reader.Fail("endpoint", $"must be an address such as https://api.example.com, not \"{endpoint}\".");
        }

        return endpoint;
    }

    private static List<ProviderOptionEntry> ReadOptions(MapReader reader)
    {
        var names = new NameList();
        var options = new List<ProviderOptionEntry>();
        foreach (var option in reader.Has("options") ? reader.Blocks("options") : [])
        {
            var entry = ReadOption(option);
            names.Take(entry.Name, option, "name");
            option.RejectUnknownKeys();
            options.Add(entry);
        }

        return options;
    }

    private static ProviderOptionEntry ReadOption(MapReader reader)
    {
        var entry = new ProviderOptionEntry
        {
            Name = reader.Text("name"),
            Values = reader.OptionalTexts("values"),
            Min = reader.OptionalDecimal("min", 0, MostNumber, MostDecimals),
            Max = reader.OptionalDecimal("max", 0, MostNumber, MostDecimals),
            Decimals = reader.OptionalInteger("decimals", 0, MostDecimals, otherwise: 0),
        };
        if (reader.Has("min") != reader.Has("max"))
        {
            reader.Fail(reader.Has("min") ? "min" : "max", "needs the other end of the range; write both min and max.");
        }
        else if (entry.Max < entry.Min)
        {
            reader.Fail("max", FormattableString.Invariant($"must be at least min, which is {entry.Min}."));
        }
        else if (reader.Has("decimals") && entry.Min is null)
        {
            reader.Fail("decimals", "needs a range; write min and max.");
        }
        else if (entry.Values.Count == 0 && entry.Min is null)
        {
            reader.Fail("values", "needs at least one word, or write min and max for a number.");
        }

        return entry;
    }
}
