namespace Atelier.Data.Ledger;

/// <summary>The result of recounting the books.</summary>
/// <param name="Accounts">Accounts whose balance was recounted.</param>
/// <param name="Generations">Generations whose entries were recounted.</param>
/// <param name="Attempts">Paid calls whose entries were recounted.</param>
/// <param name="CostUsd">What providers billed, and what was written off, since the beginning.</param>
/// <param name="OpenRiskUsd">What calls under way, or of unknown outcome, may have cost.</param>
/// <param name="Problems">One sentence for each rule that does not hold; empty when all is well.</param>
public sealed record LedgerCheck(
    long Accounts,
    long Generations,
    long Attempts,
    decimal CostUsd,
    decimal OpenRiskUsd,
    IReadOnlyList<string> Problems
)
{
    public bool Balanced => Problems.Count == 0;
}
