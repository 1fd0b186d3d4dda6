using Atelier.Core.Limits;
using Atelier.Data.Budgets;
using Atelier.Data.Limits;
using Atelier.Data.Quotes;

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
    private readonly Dictionary<string, int> _visitors = [];
    private readonly HashSet<(Guid Session, Guid Account)> _sessions = [];
    private readonly Dictionary<(Guid Account, Guid Quote), QuoteRow> _quotes = [];

    /// <summary>The budgets that have a limit, by their ids; empty where nobody asked.</summary>
    public Dictionary<string, BudgetRow> Budgets { get; set; } = [];

    /// <summary>How often accounts asked for groups of operations, where that is limited.</summary>
    public Dictionary<(Guid AccountId, string Group), OperationUse> Operations { get; set; } = [];

    public void Add(Guid accountId, AccountStanding standing) => _accounts[accountId] = standing;

    public void AddKey(Guid accountId, string key, byte[] fingerprint, Guid generationId) =>
        _keys[(accountId, key)] = (fingerprint, generationId);

    /// <summary>Pictures of the day that guests of an address asked for.</summary>
    public void AddVisitor(byte[] visitor, int pictures) => _visitors[Convert.ToHexString(visitor)] = pictures;

    /// <summary>A photo session that may be used.</summary>
    public void AddSession(Guid sessionId, Guid accountId) => _sessions.Add((sessionId, accountId));

    public void AddQuote(Guid accountId, Guid quoteId, QuoteRow quote) => _quotes[(accountId, quoteId)] = quote;

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
            account.CheckOpen()
            ?? FindKnown(order)
            ?? FindUndelivered(order)
            ?? CheckQuote(order)
            ?? CheckSession(order)
            ?? CheckOperation(order)
            ?? account.CheckCredits(order)
            ?? CheckBudgets(order)
            ?? account.CheckQuota(order, ByVisitor(order));
        return outcome is null
            ? Accept(order, account)
            : new Judgement(outcome with { Limits = WindowsFor(order, account, outcome) });
    }

    private Judgement Accept(AcceptOrder order, AccountStanding account)
    {
        var held = account.Take(order);
        var operation = Operation(order);
        operation?.Take();
        foreach (var scope in order.Scopes)
        {
            if (Budgets.TryGetValue(scope.Id, out var budget))
            {
                Budgets[scope.Id] = budget with { Risk = budget.Risk + order.CostReserved };
            }
        }

        if (order is { Visitor: { } visitor, CountsPictures: true })
        {
            AddVisitor(visitor, ByVisitor(order) + order.Count);
        }

        if (order.Idempotency is { } idempotency)
        {
            AddKey(order.AccountId, idempotency.Key, idempotency.Fingerprint, order.GenerationId);
        }

        if (order.Fingerprint is not null)
        {
            AddUndelivered(order, order.GenerationId);
        }

        if (order.Quote is { } quote)
        {
            _quotes[(order.AccountId, quote.Id)] = _quotes[(order.AccountId, quote.Id)] with { Used = true };
        }

        var outcome = new AcceptOutcome.Accepted();
        return new Judgement(outcome with { Limits = WindowsFor(order, account, outcome) })
        {
            // Whether there is room is found out where the next one is let go, which follows at once.
            Held = held || order.AtOnce is not null,
            Review = order.Review is not null,
            QuotaDay = order.CountsPictures ? account.Today : null,
            Watermark = account.Marked,
            LimitGroup = operation is null ? null : order.Limit!.Group,
        };
    }

    private AcceptOutcome.QuoteRefused? CheckQuote(AcceptOrder order) =>
        order.Quote is not { } use ? null
        : !_quotes.TryGetValue((order.AccountId, use.Id), out var quote)
            ? new AcceptOutcome.QuoteRefused(QuoteFault.NotFound)
        : quote.FaultOf(order, use) is { } fault ? new AcceptOutcome.QuoteRefused(fault)
        : null;

    private AcceptOutcome.NoSession? CheckSession(AcceptOrder order) =>
        order.Sessions.All(session => _sessions.Contains((session, order.AccountId)))
            ? null
            : new AcceptOutcome.NoSession();

    private AcceptOutcome? CheckOperation(AcceptOrder order) =>
        Operation(order)?.FindFull() is { } full
            ? full.Day
                ? new AcceptOutcome.OverDay(full.Group, full.Window)
                : new AcceptOutcome.TooOften(full.Group, full.Window)
            : null;

    // The narrowest says most: of a key, of an account, of all.
    private AcceptOutcome.OverBudget? CheckBudgets(AcceptOrder order)
    {
        BudgetScope? full = null;
        var room = long.MaxValue;
        foreach (var scope in order.Scopes)
        {
            if (Budgets.TryGetValue(scope.Id, out var budget))
            {
                room = Math.Min(room, budget.Room);
                full ??= budget.HasRoom(order.CostReserved) ? null : scope;
            }
        }

        return full is { } narrowest ? new AcceptOutcome.OverBudget(narrowest, room) : null;
    }

    // What was accepted before meets no limit now.
    private LimitWindow[] WindowsFor(AcceptOrder order, AccountStanding account, AcceptOutcome outcome)
    {
        if (
            outcome
            is AcceptOutcome.Replayed
                or AcceptOutcome.Adopted
                or AcceptOutcome.KeyConflict
                or AcceptOutcome.Closed
                or AcceptOutcome.NoSession
                or AcceptOutcome.QuoteRefused
        )
        {
            return [];
        }

        var windows = (Operation(order)?.Windows ?? []).Concat(account.WindowsFor(order, ByVisitor(order))).ToArray();
        // The one empty array, so that outcomes without limits are equal.
        return windows.Length == 0 ? [] : windows;
    }

    private OperationUse? Operation(AcceptOrder order) =>
        order.Limit is { } limit
        && Operations.GetValueOrDefault((order.AccountId, limit.Group)) is { } use
        && limit.HoldsFor(use.Tier)
            ? use
            : null;

    private int ByVisitor(AcceptOrder order) =>
        order.Visitor is { } visitor ? _visitors.GetValueOrDefault(Convert.ToHexString(visitor)) : 0;

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
