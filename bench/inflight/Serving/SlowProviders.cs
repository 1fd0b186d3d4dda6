using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;
using Atelier.Bench.Photos.Serving;
using Atelier.TestKit.Ports;

namespace Atelier.Bench.Inflight.Serving;

/// <summary>The emulated providers as a process of their own, whose tasks end when they are told to.</summary>
internal sealed class SlowProviders : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly Process _process;
    private readonly HttpClient _http;
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private SlowProviders(Process process, Uri url)
    {
        (_process, Url) = (process, url);
        _http = new HttpClient { BaseAddress = url, Timeout = TimeSpan.FromMinutes(5) };
    }

    public Uri Url { get; }

    public static async Task<SlowProviders> StartAsync(CancellationToken cancellationToken)
    {
        var url = new Uri($"http://127.0.0.1:{FreePort.Find()}");
        var process = await Launcher.StartAsync(
            Repository.Emulators,
            new Dictionary<string, string>(),
            "--urls",
            url.AbsoluteUri.TrimEnd('/'),
            "--longest-edge",
            "64"
        );
        var providers = new SlowProviders(process, url);
        process.OutputDataReceived += (_, line) =>
        {
            if (line.Data?.TrimStart().StartsWith("ready ", StringComparison.Ordinal) == true)
            {
                providers._ready.TrySetResult();
            }
        };
        process.BeginOutputReadLine();
        process.ErrorDataReceived += (_, line) => Console.Error.WriteLine(line.Data);
        process.BeginErrorReadLine();
        await providers._ready.Task.WaitAsync(Patience, TimeProvider.System, cancellationToken);
        return providers;
    }

    /// <summary>From now on no task of this provider ends.</summary>
    public Task HoldAsync(string id, CancellationToken cancellationToken) =>
        SetPaceAsync(id, new { hold = true }, cancellationToken);

    /// <summary>Ends all tasks of this provider.</summary>
    public Task FinishAsync(string id, CancellationToken cancellationToken) =>
        SetPaceAsync(id, new { finish = true, task_seconds = 0 }, cancellationToken);

    /// <summary>What this provider billed: lines, and nano-dollars in all.</summary>
    public async Task<(int Lines, long Nanos)> BillAsync(string id, CancellationToken cancellationToken)
    {
        var bill = await _http.GetFromJsonAsync<JsonElement>($"_control/{id}/bill", cancellationToken);
        return (bill.GetProperty("items").GetArrayLength(), bill.GetProperty("nano_dollars").GetInt64());
    }

    /// <summary>Calls that broke this provider's rules.</summary>
    public async Task<int> ViolationsAsync(string id, CancellationToken cancellationToken) =>
        (await _http.GetFromJsonAsync<JsonElement>($"_control/{id}/violations", cancellationToken)).GetArrayLength();

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _http.Dispose();
    }

    private async Task SetPaceAsync(string id, object pace, CancellationToken cancellationToken)
    {
        using var answer = await _http.PostAsJsonAsync($"_control/{id}/time", pace, cancellationToken);
        answer.EnsureSuccessStatusCode();
    }
}
