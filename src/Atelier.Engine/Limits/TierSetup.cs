using Atelier.Data.Accounts;
using Microsoft.Extensions.Options;

namespace Atelier.Engine.Limits;

/// <summary>Writes the tiers of the settings where all nodes read them.</summary>
public sealed class TierSetup(TierStore tiers, IOptions<TierOptions> options)
{
    public Task SaveAsync(CancellationToken cancellationToken) =>
        tiers.SaveAsync(
            [Row("free", options.Value.Free), Row("paid", options.Value.Paid), Row("premium", options.Value.Premium)],
            cancellationToken
        );

    private static TierRow Row(string name, TierLimits limits) =>
        new(name, Limit(limits.DailyPictures), Limit(limits.Running), limits.MonthlyCredits);

    private static int? Limit(int setting) => setting < 0 ? null : setting;
}
