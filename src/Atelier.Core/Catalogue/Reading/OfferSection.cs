namespace Atelier.Core.Catalogue.Reading;

/// <summary>Reads one offer of a model.</summary>
internal static class OfferSection
{
    // No call of any provider costs this many dollars; a price above it is a slip of the comma.
    private const decimal MostDollars = 1000;
    private const int MostPixels = 65_535;

    private static readonly Dictionary<string, decimal> NoVersions = [];

    public static OfferEntry Read(MapReader reader, IReadOnlyCollection<string> providers)
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
            Price = ReadPrice(reader.Block("price")),
            Seed = reader.Flag("seed"),
            NegativePrompt = reader.Flag("negative_prompt"),
        };
        reader.RejectUnknownKeys();

        // Without a readable list of providers, that error is enough.
        if (offer.Provider.Length > 0 && providers.Count > 0 && !providers.Contains(offer.Provider))
        {
            reader.Fail(
                "provider",
                $"\"{offer.Provider}\" is not a provider; {Wording.Allowed(offer.Provider, providers)}"
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

    private static OfferPrice ReadPrice(MapReader? reader)
    {
        if (reader is null)
        {
            return new OfferPrice
            {
                Expected = 0,
                Maximum = 0,
                AsOf = default,
            };
        }

        var price = new OfferPrice
        {
            Expected = reader.Decimal("expected", 0, MostDollars, decimals: 9),
            Maximum = reader.Decimal("maximum", 0, MostDollars, decimals: 9),
            AsOf = reader.Date("as_of"),
            Known = !reader.Has("known") || reader.Flag("known"),
            Versions = reader.Has("versions") ? ReadVersions(reader.Block("versions")) : NoVersions,
        };
        reader.RejectUnknownKeys();
        if (reader.Has("maximum") && price.Maximum < price.Expected)
        {
            var least = FormattableString.Invariant($"{price.Expected}");
            reader.Fail("maximum", $"must be at least expected, which is {least}.");
        }

        return price;
    }

    private static Dictionary<string, decimal> ReadVersions(MapReader? reader)
    {
        var versions = new Dictionary<string, decimal>();
        foreach (var name in reader?.Keys.ToList() ?? [])
        {
            versions[name] = reader!.Decimal(name, 0, MostDollars, decimals: 9);
        }

        return versions;
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
