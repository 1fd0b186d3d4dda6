using System.Text.Json;
using Atelier.Providers.Failures;
using Atelier.Providers.Http;
using Atelier.Providers.LegNext.Jobs;

namespace Atelier.Providers.Piapi.Tasks;

/// <summary>What PiAPI's answers about tasks, account and uploads are wrapped in.</summary>
internal static class PiapiEnvelope
{
    /// <summary>
    /// What is in it. Its pages say 200 for success, and its own client once took 0: both do. Where nothing is wrapped, that is
    /// the answer itself.
    /// </summary>
    /// <param name="paid">Whether it answers a POST that makes a task.</param>
    /// <exception cref="ProviderException">It tells of a failure, or makes no sense.</exception>
    public static async Task<JsonElement?> ReadAsync(SiteAnswer answer, int maxBytes, bool paid, TimeProvider time)
    {
        if (answer.Status is < 200 or >= 300)
        {
            throw await PiapiErrors.OfAsync(answer, paid, time);
        }

        if (await answer.ReadJsonAsync(maxBytes) is not { ValueKind: JsonValueKind.Object } json)
        {
            throw PiapiErrors.Unreadable(answer.Status, paid);
        }

        return IsSuccess(json) ? DataOf(json) : throw PiapiErrors.OfBody(json, paid);
    }

    private static bool IsSuccess(JsonElement? json) => json.Number("code") is null or 0 or 200;

    private static JsonElement? DataOf(JsonElement? json) =>
        json.Member("data") is { ValueKind: JsonValueKind.Object } data ? data : json;
}
