using Atelier.Data.Budgets;

namespace Atelier.Data.Accepting;

/// <summary>
/// Decides about orders one after the other, from what was read under the locks. Orders of one transaction see those accepted
/// before them, as they would if each had a transaction of its own.
/// </summary>
internal sealed class AcceptJudge
{
    private readonly Dictionary<Guid, AccountStanding> _accounts = [];
    private readonly Dictionary<(Guid Account, string Key), (byte[] Fingerprint, Guid Generation)> _keys = [];
    private readonly Dictionary<(Guid Account, Guid? Key, string Fingerprint), Guid> _undelivered = [];

    /// <summary>The operator's budget; null where there is no limit, or nobody asked.</summary>
    public BudgetRow? Budget { get; set; }

    public void Add(Guid accountId, AccountStanding standing) => _accounts[accountId] = standing;

    public void AddKey(Guid accountId, string key, byte[] fingerprint, Guid generationId) =>
        _keys[(accountId, key)] = (fingerprint, generationId);

    /// <summary>The generation that an order's request waits for already.</summary>
    public void AddUndelivered(AcceptOrder order, Guid generationId) =>
        _undelivered[(order.AccountId, order.KeyId, Convert.ToHexString(order.Fingerprint!))] = generationId;

    /// <exception cref="InvalidOperationException">There is no such account.</exception>
    public Judgement Judge(AcceptOrder order)
    {
        if (!_accounts.TryGetValue(order.AccountId, out var account))
        {
            throw new InvalidOperationException($"Account {order.AccountId} does not exist.");
        }

        var outcome =
            FindKnown(order)
            ?? FindUndelivered(order)
            ?? account.CheckCredits(order)
            ?? (Budget?.HasRoom(order.CostReserved) == false ? new AcceptOutcome.OverBudget() : null)
            ?? account.CheckQuota(order);
        return outcome is null ? Accept(order, account) : new Judgement(outcome);
    }

    private Judgement Accept(AcceptOrder order, AccountStanding account)
    {
        var held = account.Take(order);
        Budget = Budget is { } budget ? budget with { Risk = budget.Risk + order.CostReserved } : null;
        if (order.Idempotency is { } idempotency)
        {
            AddKey(order.AccountId, idempotency.Key, idempotency.Fingerprint, order.GenerationId);
        }

        if (order.Fingerprint is not null)
        {
            AddUndelivered(order, order.GenerationId);
        }

        return new Judgement(new AcceptOutcome.Accepted())
        {
            Held = held,
            QuotaDay = account.QuotaDay,
            Watermark = account.Marked,
        };
    }

    private AcceptOutcome? FindKnown(AcceptOrder order) =>
        order.Idempotency is { } idempotency && _keys.TryGetValue((order.AccountId, idempotency.Key), out var known)
            ? Known(idempotency, known.Fingerprint, known.Generation)
            : null;

    private AcceptOutcome.Adopted? FindUndelivered(AcceptOrder order) =>
        order.Fingerprint is { } fingerprint
        && _undelivered.TryGetValue(
            (order.AccountId, order.KeyId, Convert.ToHexString(fingerprint)),
            out var generationId
        )
            ? new AcceptOutcome.Adopted(generationId)
            : null;

    /// <summary>What a key that was used before answers.</summary>
    public static AcceptOutcome Known(Idempotency idempotency, byte[] fingerprint, Guid generationId) =>
        fingerprint.AsSpan().SequenceEqual(idempotency.Fingerprint)
            ? new AcceptOutcome.Replayed(generationId)
            : new AcceptOutcome.KeyConflict();
}
