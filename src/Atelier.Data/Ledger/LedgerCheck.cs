namespace Atelier.Data.Ledger;

/// <summary>The result of recounting the books.</summary>
/// <param name="Accounts">Accounts whose balance was recounted.</param>
/// <param name="Generations">Generations whose entries were recounted.</param>
/// <param name="Problems">One sentence for each rule that does not hold; empty when all is well.</param>
public sealed record LedgerCheck(long Accounts, long Generations, IReadOnlyList<string> Problems)
{
    public bool Balanced => Problems.Count == 0;
}
