namespace Atelier.Server.Accounts;

/// <summary>Credits to be given or taken.</summary>
internal sealed class CreditBody
{
    /// <summary>Credits, with at most three decimals; below 0 takes them away.</summary>
    public decimal? Amount { get; set; }

    /// <summary>Why, in 1 to 500 characters.</summary>
    public string? Reason { get; set; }
}
