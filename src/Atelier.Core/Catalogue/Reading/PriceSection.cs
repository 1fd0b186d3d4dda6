namespace Atelier.Core.Catalogue.Reading;

/// <summary>Reads <c>prices</c>: credits in the file, thousandths of a credit in the record.</summary>
internal static class PriceSection
{
    private const decimal MostCredits = 100_000;

    public static CreditPrices Read(MapReader? reader)
    {
        if (reader is null)
        {
            return new CreditPrices(new Dictionary<Quality, long>(), 0);
        }

        var prices = new CreditPrices(ReadPictures(reader, "picture"), Thousandths(reader, "remove_background"));
        reader.RejectUnknownKeys();
        return prices;
    }

    /// <summary>A block with a price for each quality, in thousandths of a credit.</summary>
    public static Dictionary<Quality, long> ReadPictures(MapReader reader, string key)
    {
        var byQuality = new Dictionary<Quality, long>();
        if (reader.Block(key) is not { } pictures)
        {
            return byQuality;
        }

        foreach (var quality in Enum.GetValues<Quality>())
        {
            byQuality[quality] = Thousandths(pictures, SnakeCase.Of(quality));
        }

        pictures.RejectUnknownKeys();
        return byQuality;
    }

    private static long Thousandths(MapReader reader, string key) =>
        (long)(reader.Decimal(key, 0, MostCredits, decimals: 3) * 1000);
}
