namespace Atelier.Core.Pricing;

/// <summary>Dollars as the books keep them: whole numbers of a billionth, so that nothing is rounded away.</summary>
public static class NanoDollars
{
    public const long PerDollar = 1_000_000_000;

    /// <summary>Rounded up, so that no limit is passed by a rounding.</summary>
    /// <exception cref="OverflowException">More than nine thousand million dollars.</exception>
    public static long Of(decimal dollars) => (long)decimal.Ceiling(dollars * PerDollar);

    public static decimal ToDollars(long nanos) => nanos / (decimal)PerDollar;
}
