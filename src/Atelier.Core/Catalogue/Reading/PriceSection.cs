namespace Atelier.Core.Catalogue.Reading;

/// <summary>Reads <c>prices</c>: credits in the file, thousandths of a credit in the record.</summary>
internal static class PriceSection
{
    private const decimal MostCredits = 100_000;

    public static CreditPrices Read(MapReader? reader)
    {
        var byQuality = new Dictionary<Quality, long>();
        if (reader is null)
        {
            return new CreditPrices(byQuality, 0);
        }

        if (reader.Block("picture") is { } pictures)
        {
            foreach (var quality in Enum.GetValues<Quality>())
            {
                byQuality[quality] = Thousandths(pictures, SnakeCase.Of(quality));
            }

            pictures.RejectUnknownKeys();
        }

        var prices = new CreditPrices(byQuality, Thousandths(reader, "remove_background"));
        reader.RejectUnknownKeys();
        return prices;
    }

    private static long Thousandths(MapReader reader, string key) =>
        (long)(reader.Decimal(key, 0, MostCredits, decimals: 3) * 1000);
}
