using Atelier.Core.Requests;

namespace Atelier.Core.Catalogue.Reading;

/// <summary>Reads one offer of a model.</summary>
internal static class OfferSection
{
    private const int MostPixels = 65_535;
    private const decimal MostGuidance = 100;

    public static OfferEntry Read(MapReader reader, IReadOnlyCollection<ProviderEntry> providers)
    {
        var picturesPerCall = reader.OptionalInteger("pictures_per_call", 1, 10, otherwise: 1);
        var offer = new OfferEntry
        {
            Provider = reader.Text("provider"),
            ProviderModel = reader.Text("provider_model"),
            Capabilities = reader.Choices<Capability>("capabilities"),
            Sizes = ReadSizes(reader.Block("sizes")),
            PicturesPerCall = picturesPerCall,
            MaxPerCall = reader.OptionalInteger("max_per_call", 1, 10, otherwise: picturesPerCall),
            MaxPromptLength = reader.OptionalInteger("max_prompt_length", 1, 1_000_000, otherwise: 4000),
            Price = OfferPriceSection.Read(reader.Block("price")),
            Seed = reader.Flag("seed"),
            NegativePrompt = reader.Flag("negative_prompt"),
            References = reader.OptionalInteger("references", 0, RequestLimits.References, otherwise: 0),
            Guidance = reader.Has("guidance") ? ReadGuidance(reader.Block("guidance")) : null,
            DefaultParams = ReadTexts(reader, "default_params"),
        };
        reader.RejectUnknownKeys();

        var provider = providers.FirstOrDefault(known => known.Id == offer.Provider);
        if (provider is not null)
        {
            CheckDefaults(reader, offer.DefaultParams, provider);
            CheckPrice(reader, offer.Price, provider);
        }
        // Without a readable list of providers, that error is enough.
        else if (offer.Provider.Length > 0 && providers.Count > 0)
        {
            var ids = providers.Select(known => known.Id).ToList();
            reader.FailName(
                "provider",
                Sections.Providers,
                offer.Provider,
                $"\"{offer.Provider}\" is not a provider; {Wording.Allowed(offer.Provider, ids)}"
            );
        }

        if (offer.Capabilities.Count == 0 && reader.Has("capabilities"))
        {
            reader.Fail("capabilities", $"needs at least one; {Wording.Allowed("", SnakeCase.All<Capability>())}");
        }

        if (offer.MaxPerCall < offer.PicturesPerCall)
        {
            reader.Fail("max_per_call", $"must be at least pictures_per_call, which is {offer.PicturesPerCall}.");
        }

        return offer;
    }

    private static Dictionary<string, string> ReadTexts(MapReader reader, string key)
    {
        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        if (reader.Has(key) && reader.Block(key) is { } block)
        {
            foreach (var name in block.Keys)
            {
                texts[name] = block.Text(name);
            }
        }

        return texts;
    }

    private static void CheckDefaults(
        MapReader reader,
        IReadOnlyDictionary<string, string> defaults,
        ProviderEntry provider
    )
    {
        foreach (var (name, value) in defaults)
        {
            var option = provider.Options.FirstOrDefault(known => known.Name == name);
            if (option is null)
            {
                var names = provider.Options.Select(known => known.Name).ToList();
                reader.Fail(
                    "default_params",
                    names.Count == 0
                        ? $"sets \"{name}\", but {provider.Id} takes no options."
                        : $"sets \"{name}\", which is no option of {provider.Id}; {Wording.Allowed(name, names)}"
                );
            }
            else if (value.Length > 0 && !option.Takes(value))
            {
                reader.Fail("default_params", $"sets {name} to \"{value}\"; it takes {option.Allowed}.");
            }
        }
    }

    private static void CheckPrice(MapReader reader, OfferPrice price, ProviderEntry provider)
    {
        if (provider.Free && (price.Maximum > 0 || price.Rows.Any(row => row.Maximum > 0)))
        {
            reader.Fail("price", $"must be 0 throughout, since {provider.Id} is free.");
        }
    }

    private static GuidanceRule? ReadGuidance(MapReader? reader)
    {
        if (reader is null)
        {
            return null;
        }

        var rule = new GuidanceRule
        {
            Min = reader.Decimal("min", 0, MostGuidance, decimals: 2),
            Max = reader.Decimal("max", 0, MostGuidance, decimals: 2),
        };
        reader.RejectUnknownKeys();
        if (reader.Has("max") && rule.Max < rule.Min)
        {
            reader.Fail("max", FormattableString.Invariant($"must be at least min, which is {rule.Min}."));
        }

        return rule;
    }

    private static SizeRule ReadSizes(MapReader? reader)
    {
        if (reader is null)
        {
            return new SizeRule { MaxSide = MostPixels };
        }

        var bounds = new SizeRule
        {
            MinSide = reader.OptionalInteger("min_side", 1, MostPixels, otherwise: 16),
            MaxSide = reader.Integer("max_side", 1, MostPixels),
            MinPixels = reader.OptionalLong("min_pixels", 1, (long)MostPixels * MostPixels),
            MaxPixels = reader.OptionalLong("max_pixels", 1, (long)MostPixels * MostPixels),
            MaxRatio = reader.OptionalDecimal("max_ratio", 1, 100, decimals: 3),
            Step = reader.OptionalInteger("step", 1, 1024, otherwise: 1),
        };
        var rule = bounds with { Fixed = reader.OptionalSizes("fixed") };
        reader.RejectUnknownKeys();

        if (reader.Has("max_side") && bounds.MaxSide < bounds.MinSide)
        {
            reader.Fail("max_side", $"must be at least min_side, which is {bounds.MinSide}.");
        }
        else if (reader.Has("max_side"))
        {
            foreach (var size in rule.Fixed.Where(size => !bounds.Takes(size)))
            {
                var allowed = $"sides {bounds.MinSide} to {bounds.MaxSide}";
                reader.Fail("fixed", $"holds {size}, outside the bounds of this offer; allowed are {allowed}.");
            }
        }

        if (bounds is { MinPixels: { } least, MaxPixels: { } most } && most < least)
        {
            reader.Fail("max_pixels", $"must be at least min_pixels, which is {least}.");
        }

        return rule;
    }
}
