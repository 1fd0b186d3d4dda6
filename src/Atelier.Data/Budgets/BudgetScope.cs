namespace Atelier.Data.Budgets;

/// <summary>Whose calls a budget is about: everybody's, an account's, or those that came with one key. All are of a month.</summary>
public readonly record struct BudgetScope
{
    private const string MonthId = "month";

    private readonly string? _kind;

    private BudgetScope(string kind, Guid target) => (_kind, Target) = (kind, target);

    /// <summary>Everybody's.</summary>
    public static BudgetScope Month => default;

    /// <summary>month, account or key.</summary>
    public string Kind => _kind ?? MonthId;

    /// <summary>The account or the key; null for everybody's.</summary>
    public Guid? Target { get; }

    /// <summary>The name of its row: <c>month</c>, <c>account:uuid</c> or <c>key:uuid</c>.</summary>
    public string Id => Target is null ? MonthId : $"{Kind}:{Target}";

    public static BudgetScope OfAccount(Guid accountId) => new("account", accountId);

    public static BudgetScope OfKey(Guid keyId) => new("key", keyId);

    public override string ToString() => Id;
}
