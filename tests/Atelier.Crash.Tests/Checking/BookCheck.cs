namespace Atelier.Crash.Tests.Checking;

/// <summary>Both books balance, and the operator's agrees with what the providers billed.</summary>
internal static class BookCheck
{
    // Where a lost call is found again, or found to be none.
    private static readonly string[] Reconciling = ["legnext", "replicate"];

    public static IEnumerable<string> Check(Evidence evidence) =>
        [
            .. evidence.Facts.Balances.SelectMany(account => CheckAccount(evidence.Facts, account)),
            .. evidence.Facts.Generations.SelectMany(generation => CheckGeneration(evidence.Facts, generation)),
            .. evidence.Facts.Costs.GroupBy(cost => cost.AttemptId).SelectMany(CheckAttempt),
            .. evidence
                .Facts.Attempts.Where(attempt => evidence.Facts.Costs.All(cost => cost.AttemptId != attempt.Id))
                .Select(attempt => $"attempt {attempt.Id} is in no book"),
            .. evidence.Wires.SelectMany(wire => CheckBill(evidence.Facts, wire)),
            .. CheckRisk(evidence),
        ];

    private static long EffectOf(LedgerFacts row) =>
        row.Entry switch
        {
            "grant" or "release" or "refund" or "adjust" => row.Amount,
            "reserve" => -row.Amount,
            "settle" => 0,
            _ => throw new InvalidOperationException($"Nobody knows the entry {row.Entry}."),
        };

    private static IEnumerable<string> CheckAccount(Facts facts, BalanceFacts account)
    {
        var sum = facts.Ledger.Where(row => row.AccountId == account.Id).Sum(EffectOf);
        if (sum != account.Balance)
        {
            yield return $"account {account.Id} has {account.Balance}, its entries say {sum}";
        }
    }

    private static IEnumerable<string> CheckGeneration(Facts facts, GenerationFacts generation)
    {
        var book = facts.Ledger.Where(row => row.GenerationId == generation.Id).ToLookup(row => row.Entry);
        var (reserve, settle, release) = (Sum(book["reserve"]), Sum(book["settle"]), Sum(book["release"]));
        var entries = $"reserve {reserve}, settle {settle}, release {release}";
        if (book["reserve"].Count() != 1 || reserve != generation.PriceEach * generation.Count)
        {
            yield return $"generation {generation.Id} did not reserve its price once: {entries}";
        }

        var ends = generation.Terminal ? 1 : 0;
        if (book["settle"].Count() != ends || book["release"].Count() != ends)
        {
            yield return $"generation {generation.Id} is {generation.State} and has {book["settle"].Count()} settle and "
                + $"{book["release"].Count()} release";
        }

        if (generation.Terminal && (settle > reserve || reserve != settle + release))
        {
            yield return $"generation {generation.Id} does not add up: {entries}";
        }

        if (generation.Terminal && settle != generation.PriceEach * generation.Filled)
        {
            yield return $"generation {generation.Id} paid {settle} for {generation.Filled} pictures";
        }
    }

    private static IEnumerable<string> CheckAttempt(IGrouping<Guid, CostFacts> book)
    {
        var ends = book.Count(cost => cost.Entry is "cost" or "clear" or "write_off");
        if (book.Count(cost => cost.Entry == "risk") != 1 || ends > 1)
        {
            yield return $"attempt {book.Key} has the entries {string.Join(", ", book.Select(cost => cost.Entry))}";
        }
    }

    private static IEnumerable<string> CheckBill(Facts facts, Bills wire)
    {
        var known = facts
            .Costs.Where(cost => cost.Wire == wire.Wire && cost.Entry is ("cost" or "overrun"))
            .Sum(cost => cost.Nanos);
        var open = facts.OpenRisks.Where(risk => risk.Wire == wire.Wire).Sum(risk => risk.Nanos);
        if (wire.Bill.NanoDollars < known || wire.Bill.NanoDollars > known + open)
        {
            yield return $"{wire.Wire} billed {wire.Bill.NanoDollars}, the book says {known} and at most {open} more";
        }
    }

    private static IEnumerable<string> CheckRisk(Evidence evidence)
    {
        foreach (var risk in evidence.Facts.OpenRisks)
        {
            var attempt = evidence.Facts.Attempts.Single(attempt => attempt.Id == risk.AttemptId);
            if (Reconciling.Contains(risk.Wire) || !evidence.Hits.Contains(risk.AttemptId))
            {
                yield return $"attempt {attempt.Id} of generation {attempt.GenerationId} at {risk.Wire} ({attempt.State}, "
                    + $"{attempt.Failure}) leaves a risk, "
                    + (evidence.Hits.Contains(risk.AttemptId) ? "although its wire reconciles" : "and nothing hit it");
            }
        }
    }

    private static long Sum(IEnumerable<LedgerFacts> rows) => rows.Sum(row => row.Amount);
}
