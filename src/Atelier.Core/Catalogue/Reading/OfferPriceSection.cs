namespace Atelier.Core.Catalogue.Reading;

/// <summary>Reads the price of an offer: its own figures, rows for some requests, other versions.</summary>
internal static class OfferPriceSection
{
    // No call of any provider costs this many dollars; a price above it is a slip of the comma.
    private const decimal MostDollars = 1000;

    public static OfferPrice Read(MapReader? reader)
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
            Expected = Dollars(reader, "expected"),
            Maximum = Dollars(reader, "maximum"),
            AsOf = reader.Date("as_of"),
            Known = !reader.Has("known") || reader.Flag("known"),
        };
        CheckMaximum(reader, price.Expected, price.Maximum);
        price = price with
        {
            Rows = reader.Has("rows") ? [.. reader.Blocks("rows").Select(row => ReadRow(row, price.Maximum))] : [],
            Versions = ReadVersions(reader),
        };
        reader.RejectUnknownKeys();
        return price;
    }

    private static PriceRow ReadRow(MapReader reader, decimal most)
    {
        var row = new PriceRow
        {
            Operation = reader.OptionalChoice<Capability>("operation"),
            Quality = reader.OptionalChoice<Quality>("quality"),
            UpToPixels = reader.OptionalLong("up_to_pixels", 1, uint.MaxValue),
            Expected = Dollars(reader, "expected"),
            Maximum = reader.Has("maximum") ? Dollars(reader, "maximum") : most,
        };
        if (reader.Has("maximum"))
        {
            CheckMaximum(reader, row.Expected, row.Maximum);
        }
        else if (row.Expected > most)
        {
            var limit = FormattableString.Invariant($"{most}");
            reader.Fail(
                "expected",
                $"is above the offer's maximum, which is {limit}; give the row a maximum of its own."
            );
        }

        reader.RejectUnknownKeys();
        return row;
    }

    private static Dictionary<string, decimal> ReadVersions(MapReader reader)
    {
        var versions = new Dictionary<string, decimal>(StringComparer.Ordinal);
        if (reader.Has("versions") && reader.Block("versions") is { } block)
        {
            foreach (var name in block.Keys)
            {
                versions[name] = Dollars(block, name);
            }
        }

        return versions;
    }

    private static decimal Dollars(MapReader reader, string key) => reader.Decimal(key, 0, MostDollars, decimals: 9);

    private static void CheckMaximum(MapReader reader, decimal expected, decimal maximum)
    {
        if (reader.Has("maximum") && maximum < expected)
        {
            reader.Fail("maximum", FormattableString.Invariant($"must be at least expected, which is {expected}."));
        }
    }
}
