using System.Text.Json;
using Atelier.Providers.Http;
using Atelier.Providers.OpenAi;

namespace Atelier.Providers.ComfyUi;

/// <summary>Looks for a job in the queue and in the history.</summary>
internal sealed class ComfyQueue(ProviderSite site, ComfyErrors errors)
{
    private const int MostBytes = 32 * 1024 * 1024;

    /// <summary>What the history says of a job that has ended; null where it knows none.</summary>
    public async Task<JsonElement?> EndOfAsync(string id, CancellationToken cancellationToken)
    {
        var history = await GetAsync($"/history/{Uri.EscapeDataString(id)}", cancellationToken);
        return OpenAiJson.Object(history, id);
    }

    /// <summary>The job that bears this id, or this mark where an old server has given it another; null where there is none.</summary>
    public async Task<QueuedJob?> FindAsync(string id, CancellationToken cancellationToken)
    {
        var queue = await GetAsync("/queue", cancellationToken);
        return Find(queue, "queue_running", id, running: true) ?? Find(queue, "queue_pending", id, running: false);
    }

    private static QueuedJob? Find(JsonElement queue, string list, string id, bool running)
    {
        foreach (var entry in OpenAiJson.Items(queue, list))
        {
            if (
                entry.ValueKind == JsonValueKind.Array
                && entry.GetArrayLength() > 1
                && entry[1].ValueKind == JsonValueKind.String
                && (
                    entry[1].GetString() == id
                    || (entry.GetArrayLength() > 3 && OpenAiJson.Text(entry[3], "client_id") == id)
                )
            )
            {
                return new QueuedJob(entry[1].GetString()!, running);
            }
        }

        return null;
    }

    private async Task<JsonElement> GetAsync(string path, CancellationToken cancellationToken)
    {
        using var answer = await site.GetAsync(path, cancellationToken);
        if (answer.Status != 200)
        {
            throw await errors.ReadAsync(answer, paid: false);
        }

        return await answer.ReadJsonAsync(MostBytes) is { ValueKind: JsonValueKind.Object } body
            ? body
            : throw errors.Unreadable("is no JSON");
    }
}
