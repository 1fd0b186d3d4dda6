namespace Atelier.Data.Reports;

/// <summary>What one group cost and came to. Money in nano-dollars, on the day that it was booked.</summary>
/// <param name="Keys">What it stands for, in the order of the question; null where that is not known. Empty for the total.</param>
/// <param name="Generations">Ended ones, asked for in the span, that the group worked on.</param>
/// <param name="Successful">Those of them for which it brought a picture.</param>
/// <param name="Cost">Billed, written off and overrun together.</param>
/// <param name="WrittenOff">Calls nobody will ever know the cost of, at their maximum.</param>
/// <param name="Overrun">Bills beyond what their calls could cost.</param>
/// <param name="Open">What calls committed to in the span may still cost.</param>
public sealed record CostRow(
    IReadOnlyList<string?> Keys,
    long Generations,
    long Successful,
    long Pictures,
    long Cost,
    long WrittenOff,
    long Overrun,
    long Open
)
{
    /// <summary>Dollars for one successful generation; 0 when there was none.</summary>
    public decimal AverageUsd =>
        Successful == 0 ? 0 : decimal.Round(Core.Pricing.NanoDollars.ToDollars(Cost) / Successful, 9);

    /// <summary>Successful by all, 0 to 1; 0 when there was none.</summary>
    public decimal SuccessRate => Generations == 0 ? 0 : decimal.Round((decimal)Successful / Generations, 6);
}
