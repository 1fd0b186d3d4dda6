using System.Text.Json;
using Atelier.Providers.Answers;
using Atelier.Providers.Failures;
using Atelier.Providers.Http;

namespace Atelier.Providers.Replicate.Predictions;

/// <summary>Replicate's questions about predictions, which cost nothing.</summary>
internal sealed class PredictionClient(ProviderSite site, TimeProvider time)
{
    private const int NotFound = 404;

    // A page has a hundred.
    private const int MostLines = 1000;

    // What Replicate wrote of a call may hold the log of its run.
    private static readonly SieveRules Page = new() { MostJson = 16 * 1024 * 1024, MostBytes = 256L * 1024 * 1024 };

    private static readonly TimeSpan CancelTimeout = TimeSpan.FromSeconds(15);

    /// <summary>A prediction; null when Replicate says that there is none.</summary>
    /// <exception cref="ProviderException">It could not be asked, or its answer makes no sense.</exception>
    public async Task<Prediction?> FindAsync(string id, CancellationToken cancellationToken)
    {
        using var answer = await site.GetAsync($"/v1/predictions/{Uri.EscapeDataString(id)}", cancellationToken);
        return await ReadAsync(answer, id);
    }

    /// <summary>Asks it to stop; null when Replicate says that there is none.</summary>
    /// <exception cref="ProviderException">It could not be asked, or its answer makes no sense.</exception>
    public async Task<Prediction?> CancelAsync(string id, CancellationToken cancellationToken)
    {
        using var answer = await site.AskAsync(
            $"/v1/predictions/{Uri.EscapeDataString(id)}/cancel",
            new ByteArrayContent([]),
            CancelTimeout,
            cancellationToken
        );
        return await ReadAsync(answer, id);
    }

    /// <summary>A page of the predictions made between two moments, and the cursor of the next; null when it is the last.</summary>
    /// <exception cref="ProviderException">It could not be asked, or its answer makes no sense.</exception>
    public async Task<(IReadOnlyList<Prediction> Page, string? Next)> ListAsync(
        DateTimeOffset after,
        DateTimeOffset before,
        string? cursor,
        CancellationToken cancellationToken
    )
    {
        var path = $"/v1/predictions?created_after={TextOf(after)}&created_before={TextOf(before)}";
        using var answer = await site.GetAsync(
            cursor is null ? path : $"{path}&cursor={Uri.EscapeDataString(cursor)}",
            cancellationToken
        );
        var json = await JsonOfAsync(answer, Page);
        var page = json.Items("results").Take(MostLines + 1).Select(item => Prediction.Read(item)).ToList();
        // A line that cannot be read may be the one that is looked for.
        return
            json.Member("results") is { ValueKind: JsonValueKind.Array }
            && page.Count <= MostLines
            && !page.Contains(null)
            ? ([.. page.OfType<Prediction>()], CursorOf(json.Text("next"), answer.Status))
            : throw ReplicateErrors.Unreadable(answer.Status, paid: false);
    }

    private async Task<Prediction?> ReadAsync(SiteAnswer answer, string id)
    {
        // A 404 of whatever stands at a wrong address must not make paid tasks vanish.
        if (answer.Status == NotFound && (await answer.SieveAsync(Prediction.Rules)).Text("detail") is not null)
        {
            return null;
        }

        return Prediction.Read(await JsonOfAsync(answer, Prediction.Rules)) is { } prediction && prediction.Id == id
            ? prediction
            : throw ReplicateErrors.Unreadable(answer.Status, paid: false);
    }

    private async Task<JsonElement?> JsonOfAsync(SiteAnswer answer, SieveRules rules) =>
        answer.Status is >= 200 and < 300
            ? await answer.SieveAsync(rules) ?? throw ReplicateErrors.Unreadable(answer.Status, paid: false)
            : throw await ReplicateErrors.OfAsync(answer, paid: false, time);

    // An address that an answer names gets no token: only its cursor is taken from it.
    private static string? CursorOf(string? next, int status)
    {
        if (next is null)
        {
            return null;
        }

        var query = next.IndexOf('?', StringComparison.Ordinal) is >= 0 and var at ? next[(at + 1)..] : "";
        var cursor = query
            .Split('&')
            .FirstOrDefault(part => part.StartsWith("cursor=", StringComparison.Ordinal))
            ?["cursor=".Length..];
        return cursor is { Length: > 0 }
            ? Uri.UnescapeDataString(cursor)
            : throw ReplicateErrors.Unreadable(status, paid: false);
    }

    private static string TextOf(DateTimeOffset moment) =>
        Uri.EscapeDataString(
            moment.UtcDateTime.ToString(
                "yyyy-MM-dd'T'HH:mm:ss.fff'Z'",
                System.Globalization.CultureInfo.InvariantCulture
            )
        );
}
