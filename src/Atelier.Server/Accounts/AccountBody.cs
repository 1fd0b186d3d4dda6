namespace Atelier.Server.Accounts;

/// <summary>An account to be made or changed. Of a change, what is left out stays as it is.</summary>
internal sealed class AccountBody
{
    /// <summary>1 to 200 characters.</summary>
    public string? Name { get; set; }

    /// <summary>Up to 255 characters of ASCII; no other account may have it. Null takes it away.</summary>
    public string? Email { get; set; }

    /// <summary>The default of a new account is free.</summary>
    public string? Tier { get; set; }

    /// <summary>Pictures a day; null is the tier's limit, -1 none.</summary>
    public int? DailyLimit { get; set; }

    /// <summary>Generations that run or wait their turn at once; null is the tier's limit, -1 none.</summary>
    public int? MaxActive { get; set; }

    /// <summary>A closed account's keys, sessions and cookies open nothing. The default is false.</summary>
    public bool? Closed { get; set; }
}
