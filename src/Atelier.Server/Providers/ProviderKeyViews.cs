using Atelier.Core;
using Atelier.Data.Attempts;
using Atelier.Providers;
using Atelier.Providers.Keys;

namespace Atelier.Server.Providers;

/// <summary>Puts together how the keys of a provider stand, and what they have to look after.</summary>
internal static class ProviderKeyViews
{
    /// <summary>Those that are set, in their order, and behind them those that are missed.</summary>
    public static IReadOnlyList<ProviderKeyView> Of(IRemoteProvider provider, IEnumerable<KeyUse> uses)
    {
        var keys = provider.Keys;
        var open = uses.Where(use => use.Provider == provider.Id)
            .Select(use => (Mark: KeyMark.Read(use.SentWith), use.Calls))
            .ToLookup(use => HolderOf(keys, use.Mark), use => use);
        return
        [
            .. keys.Select(key => new ProviderKeyView(
                key.Mark.Name,
                key.Weight,
                SnakeCase.Of(key.State),
                key.Left > TimeSpan.Zero ? Math.Round(key.Left.TotalSeconds, 1) : null,
                key.BalanceUsd,
                open[key.Mark].Sum(use => use.Calls)
            )),
            .. open[null]
                .Select(use => new ProviderKeyView(
                    use.Mark?.Name ?? "",
                    0,
                    ProviderKeyView.Removed,
                    null,
                    null,
                    use.Calls
                )),
        ];
    }

    // As calls are looked after: by the key itself, or else by what is under its name now.
    private static KeyMark? HolderOf(IReadOnlyList<KeyStanding> keys, KeyMark? mark) =>
        (
            keys.FirstOrDefault(key => key.Mark.Print == mark?.Print)
            ?? keys.FirstOrDefault(key => key.Mark.Name == mark?.Name)
        )?.Mark;
}
