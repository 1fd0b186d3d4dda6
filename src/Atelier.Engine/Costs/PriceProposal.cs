using System.Globalization;
using System.Text;
using Atelier.Core.Catalogue;

namespace Atelier.Engine.Costs;

/// <summary>Writes the price that the bills speak for, as YAML to be laid over the catalogue.</summary>
internal static class PriceProposal
{
    // Beyond these a price is worth a change; below them it may be chance.
    private const int FewestBills = 20;
    private const decimal LeastDrift = 0.10m;

    /// <summary>Whether so many bills, so far off, are a reason.</summary>
    /// <param name="ratio">Null where the catalogue knows no price.</param>
    public static bool IsDue(long bills, decimal? ratio, bool known) =>
        bills >= FewestBills && (!known || ratio is not { } off || Math.Abs(off - 1) > LeastDrift);

    /// <summary>The lines. Rows keep their proportions; a maximum is raised to the dearest bill, and never lowered.</summary>
    /// <param name="average">What was billed on average for once the list price.</param>
    /// <param name="most">What the dearest was.</param>
    public static string Write(
        string model,
        OfferEntry offer,
        decimal? ratio,
        decimal average,
        decimal most,
        DateOnly today
    )
    {
        var price = offer.Price;
        var text = new StringBuilder()
            .Append("models:\n")
            .Append(Invariant($"  - id: {model}\n"))
            .Append("    offers:\n")
            .Append(Invariant($"      - provider: {offer.Provider}\n"))
            .Append(Invariant($"        provider_model: \"{offer.ProviderModel}\"\n"))
            .Append("        price:\n");
        var expected = price.Rows.Count > 0 && ratio is { } all ? Scale(price.Expected, all) : Round(average);
        text.Append(Invariant($"          expected: {expected}\n"))
            .Append(Invariant($"          maximum: {Math.Max(Math.Max(price.Maximum, Up(most)), expected)}\n"))
            .Append(Invariant($"          as_of: {today:yyyy-MM-dd}\n"));
        if (!price.Known)
        {
            text.Append("          known: true\n");
        }

        if (price.Rows.Count > 0 && ratio is { } factor)
        {
            text.Append("          rows:\n");
            foreach (var row in price.Rows)
            {
                text.Append(Invariant($"            - {{ {Row(row, factor, most)} }}\n"));
            }
        }

        return text.ToString();
    }

    private static string Row(PriceRow row, decimal factor, decimal most)
    {
        var expected = Scale(row.Expected, factor);
        var parts = new List<string>();
        if (row.Operation is { } operation)
        {
            parts.Add($"operation: {Core.SnakeCase.Of(operation)}");
        }

        if (row.Quality is { } quality)
        {
            parts.Add($"quality: {Core.SnakeCase.Of(quality)}");
        }

        if (row.UpToPixels is { } pixels)
        {
            parts.Add(Invariant($"up_to_pixels: {pixels}"));
        }

        parts.Add(Invariant($"expected: {expected}"));
        parts.Add(Invariant($"maximum: {Math.Max(Math.Max(row.Maximum, Up(most)), expected)}"));
        return string.Join(", ", parts);
    }

    private static decimal Scale(decimal price, decimal factor) => Round(price * factor);

    // Four digits that count: bills are not better known than that.
    private static decimal Round(decimal dollars)
    {
        if (dollars == 0)
        {
            return 0;
        }

        var digits = 3 - (int)Math.Floor(Math.Log10((double)dollars));
        return Plain(decimal.Round(dollars, Math.Clamp(digits, 0, 9)));
    }

    // A maximum that is rounded down would be none.
    private static decimal Up(decimal dollars) => Plain(decimal.Ceiling(dollars * 1_000_000) / 1_000_000);

    // Without the zeros at the end.
    private static decimal Plain(decimal dollars) => dollars / 1.000000000000000000000000000000m;

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
