using System.Text.Json;

namespace Atelier.Providers.LegNext.Jobs;

/// <summary>Reads the balance, LegNext's one answer that comes in an envelope.</summary>
internal static class LegNextBalance
{
    private const decimal PointsPerDollar = 1000;

    /// <summary>Credits and points together are what can be spent; null when the answer tells neither.</summary>
    public static ProviderCheck? Read(JsonElement? json)
    {
        var data = json.Member("data");
        if (data.Number("available_credits") is not { } credits || data.Number("available_points") is not { } points)
        {
            return null;
        }

        var low = data.Member("low_balance_alert") is { ValueKind: JsonValueKind.True };
        return new ProviderCheck(
            (credits + points) / PointsPerDollar,
            low ? ["The balance at LegNext is below the account's alert threshold."] : []
        );
    }
}
