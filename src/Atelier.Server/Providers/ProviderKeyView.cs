using Atelier.Core;
using Atelier.Providers.Keys;

namespace Atelier.Server.Providers;

/// <summary>One of the operator's keys at a provider; never the key itself.</summary>
/// <param name="Variable">The environment variable that holds it.</param>
/// <param name="Weight">Its share of new calls beside the others' weights; 0 for one that is gone.</param>
/// <param name="State">used, draining, limited, refused or empty, as this node knows it; removed for one that is not set any more and is still needed.</param>
/// <param name="RetryInSeconds">When it is tried again; missing where it is not set aside.</param>
/// <param name="BalanceUsd">What its account had when it was last asked; missing where the provider does not tell.</param>
/// <param name="OpenCalls">Calls over all nodes that only this key can look after.</param>
internal sealed record ProviderKeyView(
    string Variable,
    int Weight,
    string State,
    double? RetryInSeconds,
    decimal? BalanceUsd,
    int OpenCalls
)
{
    /// <summary>A key that is not set any more.</summary>
    public const string Removed = "removed";

    /// <summary>How a key can stand.</summary>
    public static readonly IReadOnlyList<string> States = [.. SnakeCase.All<KeyState>(), Removed];
}
