using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;
using Atelier.Providers.Answers;
using Atelier.Providers.Calls;
using Atelier.Providers.Failures;
using Atelier.Providers.Http;
using Atelier.Providers.OpenAi;

namespace Atelier.Providers.Automatic1111;

/// <summary>
/// Asks how far a call is while its answer is waited for, once a second, by the task's name that the call was given: what runs under
/// another name is not told. Nothing that happens here changes anything about the call; disposing ends it.
/// </summary>
internal sealed class SdapiProgress : IAsyncDisposable
{
    private const string Path = "/internal/progress";
    private const int MostAnswerBytes = 16 * 1024 * 1024;

    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    private static JsonElement Nothing => default;

    private readonly CancellationTokenSource _over;
    private readonly Task _watching;

    private SdapiProgress(CancellationTokenSource over, Task watching) => (_over, _watching) = (over, watching);

    /// <summary>The task's name.</summary>
    public static string NameOf(PaidCall call) => $"{call.AttemptId:N}";

    /// <summary>Begins; null where nobody wants to know, or the call has no progress.</summary>
    public static SdapiProgress? Watch(
        ProviderSite site,
        SdapiCall order,
        PaidCall call,
        TimeProvider time,
        CancellationToken cancellationToken
    )
    {
        if (call.Glimpses is not { } glimpses || order.Path is not (SdapiCall.TextPath or SdapiCall.ImagePath))
        {
            return null;
        }

        var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        return new SdapiProgress(over, WatchAsync(site, NameOf(call), glimpses, time, over.Token));
    }

    public async ValueTask DisposeAsync()
    {
        await _over.CancelAsync();
        await _watching;
        _over.Dispose();
    }

    private static async Task WatchAsync(
        ProviderSite site,
        string name,
        IGlimpses glimpses,
        TimeProvider time,
        CancellationToken cancellationToken
    )
    {
        var (pause, last) = (First, -1L);
#pragma warning disable CA1031 // Whoever cannot tell how far it is may still bring the picture.
        try
        {
            while (await AskAsync(site, name, last, pause, time, cancellationToken) is { } told)
            {
                pause = Pause;
                last = OpenAiJson.Number(told, "id_live_preview") ?? last;
                Pass(told, glimpses);
            }
        }
        catch (Exception)
        {
            // Then nobody hears of it.
        }
#pragma warning restore CA1031
    }

    /// <summary>What it says of the task, or nothing where it cannot say so now; null when it does not know this door.</summary>
    private static async Task<JsonElement?> AskAsync(
        ProviderSite site,
        string name,
        long last,
        TimeSpan pause,
        TimeProvider time,
        CancellationToken cancellationToken
    )
    {
        await Task.Delay(pause, time, cancellationToken);
        var body = new JsonObject
        {
            ["id_task"] = name,
            ["id_live_preview"] = last,
            ["live_preview"] = true,
        };
        using var content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(body));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        try
        {
            using var answer = await site.AskAsync(Path, content, Limit, cancellationToken);
            return answer.Status is 404 or 405 ? null : await answer.ReadJsonAsync(MostAnswerBytes) ?? Nothing;
        }
        catch (ProviderException)
        {
            // It has much to do.
            return Nothing;
        }
    }

    private static void Pass(JsonElement told, IGlimpses glimpses)
    {
        if (told.ValueKind != JsonValueKind.Object || !IsTrue(told, "active"))
        {
            return;
        }

        if (
            told.TryGetProperty("progress", out var part)
            && part.ValueKind == JsonValueKind.Number
            && part.TryGetDouble(out var done)
        )
        {
            glimpses.Tell((int)(Math.Clamp(done, 0, 1) * 100));
        }

        if (OpenAiJson.Text(told, "live_preview") is { } picture && DataUrl.Read(picture) is { } bytes)
        {
            glimpses.Show(bytes);
        }
    }

    private static bool IsTrue(JsonElement told, string name) =>
        told.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.True;
}
