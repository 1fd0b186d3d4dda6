using Atelier.Data.Budgets;
using Atelier.Data.Generations;
using Atelier.Data.Limits;
using Atelier.Data.Queue;
using Atelier.Data.Quotes;
using Atelier.Data.Webhooks;

namespace Atelier.Data.Accepting;

/// <summary>Everything the accept transaction writes.</summary>
/// <param name="RequestJson">The request without its words.</param>
/// <param name="PlanJson">The frozen plan without its calls.</param>
/// <param name="CallsJson">The compiled calls, which hold the words.</param>
/// <param name="PriceEach">Thousandths of a credit for one picture.</param>
/// <param name="Weight">What the class adds to the sort key: 1, 4 or 16.</param>
/// <param name="Fingerprint">
/// SHA-256 of the request at a door that waits for the picture: an identical one whose answer was lost is adopted. Null elsewhere,
/// and where the caller names the request itself.
/// </param>
public sealed record AcceptOrder(
    Guid GenerationId,
    Guid AccountId,
    Guid? KeyId,
    string Operation,
    string? Prompt,
    string? NegativePrompt,
    string RequestJson,
    string PlanJson,
    string CallsJson,
    int Count,
    long PriceEach,
    string Lane,
    int Class,
    int Weight,
    Idempotency? Idempotency,
    byte[]? Fingerprint = null
)
{
    /// <summary>The first call; null for work that nobody is paid for.</summary>
    public NextCall? First { get; init; }

    /// <summary>Nano-dollars that all calls may cost at most; held by the budget until the end.</summary>
    public long CostReserved { get; init; }

    /// <summary>The caller's own cap of that; null is none.</summary>
    public long? MaxCost { get; init; }

    /// <summary>How often its account may ask for this; null is as often as it likes.</summary>
    public OperationLimit? Limit { get; init; }

    /// <summary>Whether its pictures count against those of the day: what changes the size or the background of one does not.</summary>
    public bool CountsPictures { get; init; } = true;

    /// <summary>Of a guest: its address as today's keyed hash, whose pictures are counted too; else null.</summary>
    public byte[]? Visitor { get; init; }

    /// <summary>The photo session that it belongs to; null at other doors.</summary>
    public Guid? SessionId { get; init; }

    /// <summary>The photo sessions whose pictures it starts from at other doors; each once.</summary>
    public IReadOnlyList<Guid> Uses { get; init; } = [];

    /// <summary>At the photo doors, where it was asked from: the address as today's keyed hash; else null.</summary>
    public byte[]? Client { get; init; }

    /// <summary>What an equal request will be known by, to give its pictures again; null where they are not to be.</summary>
    public byte[]? Repeat { get; init; }

    /// <summary>Why a person must decide before it runs: names of policy categories, or of a check that could not be made. Null: it runs at once.</summary>
    public IReadOnlyList<string>? Review { get; init; }

    /// <summary>The element that it is for; null at doors without presentations.</summary>
    public ElementPlace? Place { get; init; }

    /// <summary>How many of its account may be ready or running that came by doors with such a bound (requirement C-77); null elsewhere.</summary>
    public int? AtOnce { get; init; }

    /// <summary>The quote that it comes with and uses up; null is none.</summary>
    public QuoteUse? Quote { get; init; }

    /// <summary>Where its end is to be told; null for nowhere of its own.</summary>
    public GenerationWebhook? Webhook { get; init; }

    /// <summary>Thousandths of a credit for all pictures.</summary>
    internal long Price => PriceEach * Count;

    /// <summary>All photo sessions that must be there.</summary>
    internal IEnumerable<Guid> Sessions => SessionId is { } session ? Uses.Append(session) : Uses;

    /// <summary>The budgets that it counts in, the narrowest first.</summary>
    internal IEnumerable<BudgetScope> Scopes =>
        KeyId is { } key
            ? [BudgetScope.OfKey(key), BudgetScope.OfAccount(AccountId), BudgetScope.Month]
            : [BudgetScope.OfAccount(AccountId), BudgetScope.Month];
}
